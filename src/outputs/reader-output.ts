/**
 * Documents for a reader that comes and goes. A document waits until a reader has room for it. What a
 * reader had not read when it left goes to the next one, whole documents again: it may get one twice,
 * and misses none.
 */
import { CamflowError } from '../errors.ts'
import type { Output, OutputObserver } from './output.ts'
import { Patience } from './patient-write.ts'
import { pause } from './pause.ts'
import type { Receiver } from './receiver.ts'
import { Turns } from './turns.ts'

/** How documents are handed to a reader. */
export interface ReaderOptions {
  /** Told when a reader comes, stops reading, reads again. */
  readonly observer?: OutputObserver
  /** Ends every document with a zero byte, as the original does. @default false */
  readonly endsWithZero?: boolean
  /** Milliseconds between two looks for a reader. @default 100 */
  readonly lookMs?: number
}

const DEFAULT_LOOK_MS = 100
/** A reader that takes nothing for so long is told of. */
const BLOCKED_MS = 1000

/** Hands every document to one reader. */
export class ReaderOutput implements Output {
  readonly name: string
  readonly #receiver: Receiver
  readonly #observer: OutputObserver
  readonly #zeroBytes: number
  readonly #lookMs: number
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  #isOpen = false
  #looking: NodeJS.Timeout | undefined
  #isAttached = false
  /** What is to be handed over: what a reader who left had not read, then the document at hand. */
  readonly #queue: Uint8Array[] = []
  /** Bytes of the first document in the queue that are handed over. */
  #done = 0
  #waitingSince = 0
  #isBlockedTold = false

  constructor(receiver: Receiver, options: ReaderOptions = {}) {
    this.#receiver = receiver
    this.name = receiver.name
    this.#observer = options.observer ?? (() => {})
    this.#zeroBytes = options.endsWithZero ? 1 : 0
    this.#lookMs = options.lookMs ?? DEFAULT_LOOK_MS
  }

  async open(): Promise<void> {
    this.#receiver.open()
    this.#isOpen = true
    this.#attach()
    // A reader that comes while nothing is written must not hang in opening the pipe.
    this.#looking = setInterval(() => this.#attach(), this.#lookMs)
    this.#looking.unref()
  }

  write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#turns.run(() => this.#write(document, signal))
  }

  /** A pipe or a socket knows no durability. */
  async flush(): Promise<void> {}

  /** There is no file to be rotated. */
  async reopen(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#looking)
    await this.#turns.idle()
    this.#isOpen = false
    this.#receiver.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(document: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#isOpen) throw new CamflowError('CF_OUTPUT_CLOSED', this.name)
    const closing = this.#closing.signal
    const stop = signal ? AbortSignal.any([signal, closing]) : closing
    // A copy: it may have to be sent again, and the caller's bytes are its own after this.
    const copy = new Uint8Array(document.byteLength + this.#zeroBytes)
    copy.set(document)
    this.#queue.push(copy)
    try {
      await this.#handOver(stop)
    } catch (error) {
      this.#takeBack(copy)
      throw error
    }
  }

  /** Empties the queue. */
  async #handOver(stop: AbortSignal): Promise<void> {
    const patience = new Patience()
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const taken = this.#put(first)
      if (taken !== 'absent' && taken > 0) {
        patience.reset()
        this.#took(taken, first.byteLength)
        continue
      }
      const isThere = taken !== 'absent'
      this.#waits(isThere ? 'the reader does not read' : 'nobody reads')
      if (!(await pause(isThere ? patience.next() : this.#lookMs, stop))) throw this.#refusal()
    }
  }

  #took(bytes: number, of: number): void {
    this.#moved()
    this.#done += bytes
    if (this.#done < of) return
    this.#queue.shift()
    this.#done = 0
  }

  #refusal(): CamflowError {
    const isClosed = this.#closing.signal.aborted
    return new CamflowError(isClosed ? 'CF_OUTPUT_CLOSED' : 'CF_OUTPUT_ABORTED', this.name)
  }

  #put(document: Uint8Array): number | 'absent' {
    if (!this.#attach()) return 'absent'
    const taken = this.#receiver.put(document, this.#done)
    if (taken === 'absent') this.#detach()
    return taken
  }

  #attach(): boolean {
    if (this.#isAttached) return true
    this.#isAttached = this.#receiver.attach()
    if (this.#isAttached) this.#observer({ state: 'attached' })
    return this.#isAttached
  }

  #detach(): void {
    this.#isAttached = false
    this.#queue.unshift(...this.#receiver.detach())
    this.#done = 0
  }

  /** The document was refused: nothing of it may come later. */
  #takeBack(document: Uint8Array): void {
    const at = this.#queue.indexOf(document)
    if (at < 0) return
    this.#queue.splice(at, 1)
    if (at > 0 || this.#done === 0) return
    // A part of it is with the reader for good; the end of the pipe shows that the rest does not come.
    this.#receiver.close()
    this.#isAttached = false
    this.#done = 0
  }

  #waits(reason: string): void {
    if (this.#waitingSince === 0) this.#waitingSince = performance.now()
    if (this.#isBlockedTold || performance.now() - this.#waitingSince < BLOCKED_MS) return
    this.#isBlockedTold = true
    this.#observer({ state: 'blocked', reason, cause: undefined })
  }

  #moved(): void {
    if (this.#isBlockedTold) {
      const blockedMs = Math.round(performance.now() - this.#waitingSince)
      this.#observer({ state: 'resumed', blockedMs })
    }
    this.#waitingSince = 0
    this.#isBlockedTold = false
  }
}
