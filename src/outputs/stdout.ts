/** Documents on standard output. A reader that is slow is waited for; one that leaves ends the output. */
import { closeSync, constants, openSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import type { Output } from './output.ts'
import { codeOf, Patience, writeSome } from './patient-write.ts'
import { pause } from './pause.ts'
import { Turns } from './turns.ts'

const { O_WRONLY, O_NONBLOCK, O_APPEND } = constants
const STDOUT = 1

/** Where standard output is; tests have other places. */
export interface StdoutOptions {
  /** @default '/proc/self/fd/1' */
  readonly path?: string
}

/** Writes every document to standard output. */
export class StdoutOutput implements Output {
  readonly name = 'stdout'
  readonly #path: string
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  #fd: number | undefined

  constructor(options: StdoutOptions = {}) {
    this.#path = options.path ?? '/proc/self/fd/1'
  }

  async open(): Promise<void> {
    try {
      // Opened anew, so that not waiting is a matter of this opening, not of everyone who has the pipe.
      this.#fd = openSync(this.#path, O_WRONLY | O_NONBLOCK | O_APPEND)
    } catch (cause) {
      // A socket cannot be opened anew: then the one that we were given has to do.
      if (codeOf(cause) !== 'ENXIO') throw new CamflowError('CF_OUTPUT_OPEN', 'stdout', { cause })
      this.#fd = STDOUT
    }
  }

  write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#turns.run(() => this.#write(document, signal))
  }

  async flush(): Promise<void> {}

  async reopen(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turns.idle()
    if (this.#fd !== undefined && this.#fd !== STDOUT) closeSync(this.#fd)
    this.#fd = undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(document: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    const closing = this.#closing.signal
    const stop = signal ? AbortSignal.any([signal, closing]) : closing
    const patience = new Patience()
    for (let done = 0; done < document.byteLength; ) {
      if (this.#fd === undefined || closing.aborted) {
        throw new CamflowError('CF_OUTPUT_CLOSED', this.name)
      }
      const taken = someOf(this.#fd, document, done)
      done += taken
      if (taken > 0) patience.reset()
      else if (!(await pause(patience.next(), stop))) {
        throw new CamflowError(
          closing.aborted ? 'CF_OUTPUT_CLOSED' : 'CF_OUTPUT_ABORTED',
          this.name,
        )
      }
    }
  }
}

function someOf(fd: number, document: Uint8Array, from: number): number {
  try {
    return writeSome(fd, document, from)
  } catch (cause) {
    throw new CamflowError('CF_OUTPUT_GONE', 'stdout', { cause })
  }
}
