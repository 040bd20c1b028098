/**
 * Documents as lines of a file. A full or unwritable disk stops the log, not the capture: the
 * document waits, is tried again with growing pauses, and the records behind it stay in the
 * kernel's ring, where what finds no room is counted.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CamflowError } from '../errors.ts'
import { LogFile, type OpenFile } from './log-file.ts'
import type { Output, OutputObserver } from './output.ts'

/** How a log is kept. */
export interface LogOptions {
  /** The file; created with mode 0644 when absent, appended to otherwise. */
  readonly path: string
  /** Told when the file stops taking documents and when it goes on. */
  readonly observer?: OutputObserver
  /**
   * Milliseconds between two `fdatasync` while documents arrive. Longer risks more records when
   * the machine loses power (not when the daemon is killed). 0 leaves it to the kernel.
   * @default 1000
   */
  readonly syncIntervalMs?: number
  /** Longest pause in milliseconds between two attempts on a blocked file. @default 5000 */
  readonly longestPauseMs?: number
  /** The door to the file system, for tests. */
  readonly openFile?: OpenFile
}

const FIRST_PAUSE_MS = 50

/** Appends every document to one file. */
export class LogOutput implements Output {
  readonly name: string
  readonly #path: string
  readonly #observer: OutputObserver
  readonly #syncIntervalMs: number
  readonly #longestPauseMs: number
  readonly #openFile: OpenFile | undefined
  readonly #closing = new AbortController()
  #file: LogFile | undefined
  #isDirty = false
  #isReopenAsked = false
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #blockedSince = 0

  constructor(options: LogOptions) {
    this.#path = options.path
    this.name = `log ${options.path}`
    this.#observer = options.observer ?? (() => {})
    this.#syncIntervalMs = options.syncIntervalMs ?? 1000
    this.#longestPauseMs = options.longestPauseMs ?? 5000
    this.#openFile = options.openFile
  }

  async open(): Promise<void> {
    try {
      this.#file = await LogFile.open(this.#path, this.#openFile)
    } catch (cause) {
      throw new CamflowError('CF_OUTPUT_OPEN', openMessage(this.#path, cause), { cause })
    }
    if (this.#syncIntervalMs > 0) {
      this.#timer = setInterval(() => void this.flush(), this.#syncIntervalMs)
      this.#timer.unref()
    }
  }

  write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#inTurn(() => this.#write(document, signal))
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
    if (this.#blockedSince === 0) await this.#inTurn(async () => this.#reopenIfAsked())
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    clearInterval(this.#timer)
    await this.#turn
    await this.flush()
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** One at a time: documents never interleave, and a rotation falls between two of them. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {
      // The caller holds `done` and sees the failure; the queue only needs to know the end.
    })
    return done
  }

  async #write(document: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    let done = 0
    let pauseMs = FIRST_PAUSE_MS
    while (true) {
      if (await this.#reopenIfAsked(done)) done = 0
      if (this.#file === undefined) throw new CamflowError('CF_OUTPUT_CLOSED', this.name)
      const { written, error } = await this.#file.append(document, done)
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

  #accepted(): void {
    this.#isDirty = true
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

/** @returns false when the signal ended the pause early. */
async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(durationMs, undefined, { signal })
    return true
  } catch {
    // Only the signal ends a sleep early.
    return false
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
