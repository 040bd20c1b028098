/**
 * Tracking that outlives a capture: flags of files are kept in their attributes, and given back when the
 * next capture begins. docs/adr/0006-flags-kept-with-files.md says what that can promise and what not.
 */

/** The text of a path vertex, as far as whoever reads the records knows it. */
export type NameOf = (nameId: bigint) => Uint8Array | undefined

/** What came of giving files their flags back. */
export interface RestoreReport {
  /** Files that have their flags again. */
  readonly restored: number
  /** Files of the list that are not there, on a disk that is not mounted for example. */
  readonly missing: number
  /** Files whose attribute cannot be read, is damaged, or that this capture mode does not reach. */
  readonly failed: number
}

/** What came of saving. */
export interface SaveReport {
  /** Files whose flags were written. */
  readonly saved: number
  /** Files that will be tried again. */
  readonly waiting: number
  /** Files whose flags were not written, by cause: one of `SaveFailure` or an error's name such as `EROFS`. */
  readonly failures: Readonly<Record<string, number>>
  /** Whether every file was looked at that the capture had told of. */
  readonly isAll: boolean
}

/** Why flags of a file are not saved, where no system call says it. */
export const saveFailures = {
  ended: 'the kernel had let go of the file, which mostly was removed',
  gone: 'the file is no more where the capture has seen it',
  other_file: 'another file has its name by now, or in this mount namespace',
  unnamed: 'no record has named the file',
  unread: 'the record that names the file was not read',
  unreachable: 'the capture mode does not reach the file',
  list_full: 'the list of saved files is full',
} as const

/** A cause that has no error's name. */
export type SaveFailure = keyof typeof saveFailures

/** A cause in words, an error's name as it is. */
export function saveFailureText(cause: string): string {
  return (saveFailures as Readonly<Record<string, string>>)[cause] ?? cause
}

/** Flags that stay with files. */
export interface FlagPersistence {
  /** Whether the capture tells of files whose flags are to be saved. */
  readonly isOn: boolean
  /**
   * Turns it on or off. When it is turned on, files of the list get back what is saved with them.
   *
   * @throws CF_SAVED_FILES when the list cannot be used.
   */
  turn(isOn: boolean): RestoreReport
  /**
   * Gives files the flags that are saved with them, and puts them on the list; those that bear none are
   * passed over.
   *
   * @param paths absolute; a symbolic link is not followed.
   */
  restore(paths: Iterable<Uint8Array>): RestoreReport
  /**
   * Saves the flags that files have got since the last call, some thousands at once. To be called by whoever
   * reads the records, now and then.
   */
  save(nameOf: NameOf): SaveReport
}
