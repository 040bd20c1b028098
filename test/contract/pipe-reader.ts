/** The reading end of a named pipe, for tests: reads when told to, or all the time. */
import { closeSync, constants, openSync, readSync } from 'node:fs'

const BLOCK_BYTES = 65_536
const EVERY_MS = 1

/** A reader that is there from its making until it leaves. */
export class PipeReader {
  readonly #fd: number
  #text = ''
  #timer: NodeJS.Timeout | undefined
  #isGone = false

  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  }

  /** What was read so far. */
  get text(): string {
    return this.#text
  }

  /** Reads all the time from now on. */
  start(): void {
    this.#timer = setInterval(() => this.rest(), EVERY_MS)
  }

  /** Reads nothing more until it is told to. */
  stop(): void {
    clearInterval(this.#timer)
  }

  /** Reads at most so many bytes. @returns bytes read; 0 when the pipe is empty. */
  take(bytes: number): number {
    if (this.#isGone) return 0
    const buffer = Buffer.alloc(bytes)
    try {
      const count = readSync(this.#fd, buffer)
      this.#text += buffer.toString('latin1', 0, count)
      return count
    } catch {
      // EAGAIN: a writer is there and has written nothing new.
      return 0
    }
  }

  /** Reads what is in the pipe now. @returns everything read so far. */
  rest(): string {
    while (this.take(BLOCK_BYTES) > 0);
    return this.#text
  }

  /** Reads nothing more and lets go of the pipe. */
  leave(): void {
    this.stop()
    if (!this.#isGone) closeSync(this.#fd)
    this.#isGone = true
  }
}
