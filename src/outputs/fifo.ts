/**
 * A named pipe. It is opened for a reader that is there, so that the pipe breaks when the reader leaves:
 * that is how its leaving is seen. What it left in the pipe is taken out again and goes to the next one.
 */
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { getSystemErrorMap } from 'node:util'
import { CamflowError } from '../errors.ts'
import { makeNamedPipe } from '../kernel/named-pipe.ts'
import { codeOf, writeSome } from './patient-write.ts'
import { type ReaderOptions, ReaderOutput } from './reader-output.ts'
import type { Receiver } from './receiver.ts'

/** A pipe and how it is written. */
export interface FifoOptions extends ReaderOptions {
  /** Made with mode 0644 less the umask when nothing is there. */
  readonly path: string
}

/** Hands documents to whoever reads the pipe. */
export class FifoOutput extends ReaderOutput {
  constructor(options: FifoOptions) {
    super(new PipeReceiver(options.path), options)
  }
}

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants
const MODE = 0o644
/** The most that a pipe holds: `/proc/sys/fs/pipe-max-size` where nobody changed it. */
const PIPE_BYTES = 1_048_576
const DRAIN_BYTES = 65_536

interface Sent {
  readonly document: Uint8Array
  /** Position in the stream behind its last byte. */
  readonly end: number
}

class PipeReceiver implements Receiver {
  readonly name: string
  readonly #path: string
  #fd: number | undefined
  /** Documents of which something may still be in the pipe. */
  #sent: Sent[] = []
  /** Bytes written since the reader came. */
  #written = 0

  constructor(path: string) {
    this.#path = path
    this.name = `fifo ${path}`
  }

  open(): void {
    const error = makeNamedPipe(this.#path, MODE)
    if (error !== 0) {
      const why = getSystemErrorMap().get(-error)?.join(', ') ?? `errno ${error}`
      throw new CamflowError('CF_OUTPUT_OPEN', `${this.#path}: ${why}`)
    }
    if (!statSync(this.#path).isFIFO()) {
      throw new CamflowError('CF_OUTPUT_OPEN', `${this.#path}: it is there and is no pipe`)
    }
  }

  attach(): boolean {
    try {
      this.#fd = openSync(this.#path, O_WRONLY | O_NONBLOCK)
      return true
    } catch (error) {
      // ENXIO: nobody reads. Whoever removed the pipe finds a new one.
      if (codeOf(error) === 'ENOENT') makeNamedPipe(this.#path, MODE)
      return false
    }
  }

  put(document: Uint8Array, from: number): number | 'absent' {
    if (this.#fd === undefined) return 'absent'
    try {
      const taken = writeSome(this.#fd, document, from)
      this.#written += taken
      if (from + taken === document.byteLength) this.#keep(document)
      return taken
    } catch (error) {
      if (codeOf(error) === 'EPIPE') return 'absent'
      throw error
    }
  }

  detach(): readonly Uint8Array[] {
    if (this.#fd === undefined) return []
    const read = this.#written - this.#takeOut()
    const unread = this.#sent.filter(({ end }) => end > read).map(({ document }) => document)
    this.close()
    return unread
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    this.#sent = []
    this.#written = 0
  }

  #keep(document: Uint8Array): void {
    const surelyRead = this.#written - PIPE_BYTES
    while ((this.#sent[0]?.end ?? Number.POSITIVE_INFINITY) <= surelyRead) this.#sent.shift()
    this.#sent.push({ document, end: this.#written })
  }

  /** Empties the pipe, which our writing end keeps alive. @returns bytes that nobody had read. */
  #takeOut(): number {
    let count = 0
    let fd: number | undefined
    try {
      fd = openSync(this.#path, O_RDONLY | O_NONBLOCK)
      const bytes = new Uint8Array(DRAIN_BYTES)
      for (let got = readSync(fd, bytes); got > 0; got = readSync(fd, bytes)) count += got
    } catch {
      // EAGAIN says that it is empty; a pipe that was removed or replaced gives nothing back.
    } finally {
      if (fd !== undefined) closeSync(fd)
    }
    return count
  }
}
