/**
 * Documents as lines of a file, and of a new file when one is full or old. A full or unwritable disk stops the log, not the capture: the
 * document waits, is tried again with growing pauses, and the records behind it stay in the
 * kernel's ring, where what finds no room is counted.
 */
import { CamflowError } from '../errors.ts'
import { type ClosedLogOptions, ClosedLogs } from './closed-logs.ts'
import { LogFile, type OpenFile } from './log-file.ts'
import type { Output, OutputObserver } from './output.ts'
import { pause } from './pause.ts'
import { Turns } from './turns.ts'

/** How a log is kept. */
export interface LogOptions {
  /** The file; created with mode 0644 when absent, appended to otherwise. */
  readonly path: string
  /** Told when the file stops taking documents and when it goes on. */
  readonly observer?: OutputObserver
  /**
   * Milliseconds between two `fdatasync` while documents arrive. Longer risks more records when
   * the machine loses power (not when the daemon is killed). 0 leaves it to the kernel; `document`
   * accepts a document only when the disk has it.
   * @default 1000
   */
  readonly sync?: number | 'document'
  /** Size at which the file is closed and a new one begun. @default never */
  readonly rotateBytes?: number
  /** Age at which the file is closed, when a document comes. @default never */
  readonly rotateMs?: number
  /** What becomes of closed files. @default they stay as they are */
  readonly closed?: ClosedLogOptions
  /** Longest pause in milliseconds between two attempts on a blocked file. @default 5000 */
  readonly longestPauseMs?: number
  /** The door to the file system, for tests. */
  readonly openFile?: OpenFile
}

const FIRST_PAUSE_MS = 50
/** After a rotation that failed. */
const ROTATE_AGAIN_MS = 60_000

/** Appends every document to one file. */
export class LogOutput implements Output {
  readonly name: string
  readonly #path: string
  readonly #observer: OutputObserver
  readonly #sync: number | 'document'
  readonly #rotateBytes: number
  readonly #rotateMs: number
  readonly #closedLogs: ClosedLogs
  readonly #longestPauseMs: number
  readonly #openFile: OpenFile | undefined
  readonly #closing = new AbortController()
  #file: LogFile | undefined
  #isDirty = false
  #isReopenAsked = false
  #timer: NodeJS.Timeout | undefined
  /** Documents never interleave, and a rotation falls between two of them. */
  readonly #turns = new Turns()
  #blockedSince = 0
  #rotateAgainMs = 0

  constructor(options: LogOptions) {
    this.#path = options.path
    this.name = `log ${options.path}`
    this.#observer = options.observer ?? (() => {})
    this.#sync = options.sync ?? 1000
    this.#rotateBytes = options.rotateBytes ?? Number.POSITIVE_INFINITY
    this.#rotateMs = options.rotateMs ?? Number.POSITIVE_INFINITY
    this.#closedLogs = new ClosedLogs(this.#path, options.closed, this.#observer)
    this.#longestPauseMs = options.longestPauseMs ?? 5000
    this.#openFile = options.openFile
  }

  async open(): Promise<void> {
    try {
      this.#file = await LogFile.open(this.#path, this.#openFile)
    } catch (cause) {
      throw new CamflowError('CF_OUTPUT_OPEN', openMessage(this.#path, cause), { cause })
    }
    this.#closedLogs.tidy()
    if (typeof this.#sync === 'number' && this.#sync > 0) {
      this.#timer = setInterval(() => void this.flush(), this.#sync)
      this.#timer.unref()
    }
  }

  write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#turns.run(() => this.#write(document, signal))
  }

  async flush(): Promise<void> {
    if (!this.#isDirty || this.#file === undefined) return
    this.#isDirty = false
    try {
      await this.#file.sync()
    } catch (cause) {
      this.#isDirty = true
      this.#block(cause)
    }
  }

  /** Takes effect before the next document, or before the next attempt of a blocked one. */
  async reopen(): Promise<void> {
    this.#isReopenAsked = true
    if (this.#blockedSince === 0) await this.#turns.run(async () => this.#reopenIfAsked())
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    clearInterval(this.#timer)
    await this.#turns.idle()
    await this.flush()
    await this.#closedLogs.close()
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(document: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    let done = 0
    let pauseMs = FIRST_PAUSE_MS
    await this.#rotateIfDue()
    while (true) {
      if (await this.#reopenIfAsked(done)) done = 0
      if (this.#file === undefined) throw new CamflowError('CF_OUTPUT_CLOSED', this.name)
      const { written, error } = await this.#append(this.#file, document, done)
      if (error === undefined) return this.#accepted()
      done = written
      this.#block(error)
      const closing = this.#closing.signal
      if (!(await pause(pauseMs, signal ? AbortSignal.any([signal, closing]) : closing))) {
        await this.#file.discard(done)
        const code = closing.aborted ? 'CF_OUTPUT_CLOSED' : 'CF_OUTPUT_ABORTED'
        throw new CamflowError(code, this.name, { cause: error })
      }
      pauseMs = Math.min(pauseMs * 2, this.#longestPauseMs)
    }
  }

  async #append(file: LogFile, document: Uint8Array, from: number) {
    const result = await file.append(document, from)
    if (this.#sync !== 'document' || result.error !== undefined) return result
    try {
      await file.sync()
      return result
    } catch (error) {
      // All of it stands in the file; the next attempt has only the disk to wait for.
      return { ...result, error }
    }
  }

  #accepted(): void {
    this.#isDirty = this.#sync !== 'document'
    if (this.#blockedSince === 0) return
    const blockedMs = Math.round(performance.now() - this.#blockedSince)
    this.#blockedSince = 0
    this.#observer({ state: 'resumed', blockedMs })
  }

  #block(cause: unknown): void {
    if (this.#blockedSince !== 0) return
    this.#blockedSince = performance.now()
    const reason = cause instanceof Error ? cause.message : String(cause)
    this.#observer({ state: 'blocked', reason, cause })
  }

  /** Takes the name from a file that is full or old; the next thing is that it is opened anew. */
  async #rotateIfDue(): Promise<void> {
    const file = this.#file
    if (file === undefined || Date.now() < this.#rotateAgainMs || !this.#isDue(file)) return
    try {
      await file.measure()
      if (!this.#isDue(file)) return
      const closed = await this.#closedLogs.take()
      this.#isReopenAsked = true
      await this.#reopenIfAsked()
      if (this.#file === file) {
        await this.#closedLogs.giveBack(closed)
        this.#rotateAgainMs = Date.now() + ROTATE_AGAIN_MS
        return
      }
      this.#closedLogs.tidy()
      this.#observer({ state: 'rotated', path: this.#path, closed })
    } catch (cause) {
      this.#rotateAgainMs = Date.now() + ROTATE_AGAIN_MS
      this.#observer({ state: 'warned', reason: openMessage(this.#path, cause), cause })
    }
  }

  #isDue({ sizeBytes, bornAtMs }: LogFile): boolean {
    if (sizeBytes === 0) return false
    return sizeBytes >= this.#rotateBytes || Date.now() - bornAtMs >= this.#rotateMs
  }

  /** @returns true when nothing of an unfinished document stands in the file any more. */
  async #reopenIfAsked(unfinishedBytes = 0): Promise<boolean> {
    if (!this.#isReopenAsked || this.#file === undefined) return false
    this.#isReopenAsked = false
    await this.#file.discard(unfinishedBytes)
    const previous = this.#file
    try {
      this.#file = await LogFile.open(this.#path, this.#openFile)
    } catch (cause) {
      // The old file still takes documents: better a log under its old name than none.
      this.#observer({ state: 'warned', reason: openMessage(this.#path, cause), cause })
      return true
    }
    await previous.sync()
    await previous.close()
    return true
  }
}

function openMessage(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const advice: Readonly<Record<string, string>> = {
    ENOENT: 'the folder does not exist; create it or choose another file with --output',
    EACCES: 'no permission; choose a place that this user may write with --output',
    EISDIR: 'it is a folder; name a file in it with --output',
    EROFS: 'the file system is read-only; choose another place with --output',
    ENOSPC: 'the disk is full; make room or choose another place with --output',
  }
  const why = advice[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return `${path}: ${why}`
}
