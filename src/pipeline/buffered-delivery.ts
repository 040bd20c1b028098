/**
 * Documents wait in memory for an output that may be slow or have no reader: the ring, and the other
 * outputs, go on. What finds no room is dropped whole, counted, and told when there is room again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CamflowError } from '../errors.ts'
import type { Output } from '../outputs/output.ts'
import { IdRanges } from '../record/id-ranges.ts'
import type { Delivery, DeliveryStats, LaneLoss, LaneLossCause, Parcel } from './delivery.ts'

/** How much may wait, and who is told. */
export interface BufferedDeliveryOptions {
  readonly output: Output
  /** Bytes of text that may wait. One document may always. */
  readonly bufferBytes: number
  /**
   * Longest time in ms that the ring holds a batch until the output has accepted it, so that a killed
   * daemon loses nothing of it. Not while documents are being dropped. @default 0
   */
  readonly holdMs?: number | undefined
  /** Is given each document back at once: what waits is a copy of the document's own size. */
  readonly release: (document: Uint8Array) => void
  /** Told when documents get through again after some were dropped. */
  readonly onRecovered?: () => void
}

/** After documents were dropped, so much of the buffer must be free before it takes others. */
const RECOVERED_FRACTION = 1 / 2
/** An output that takes nothing for so long is not waited for at the end. */
const LAST_PATIENCE_MS = 1000

/** Hands documents on in the background. */
export class BufferedDelivery implements Delivery {
  readonly needsIds = true
  readonly output: Output
  readonly #bufferBytes: number
  readonly #holdMs: number
  readonly #release: (document: Uint8Array) => void
  readonly #onRecovered: () => void
  readonly #queue: (Parcel & { readonly readyMs: number })[] = []
  readonly #givingUp = new AbortController()
  #losses = new Map<LaneLossCause, IdRanges>()
  #pumping: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined
  #isRefusing = false
  #isEnding = false
  #waitingBytes = 0
  #documents = 0
  #textBytes = 0
  #droppedDocuments = 0
  readonly #droppedByCause: Partial<Record<LaneLossCause, number>> = {}
  #droppedVertices = 0

  constructor(options: BufferedDeliveryOptions) {
    this.output = options.output
    this.#bufferBytes = options.bufferBytes
    this.#holdMs = options.holdMs ?? 0
    this.#release = options.release
    this.#onRecovered = options.onRecovered ?? (() => {})
  }

  take(parcel: Parcel): void {
    const { byteLength } = parcel.document
    const isFull = this.#queue.length > 0 && this.#waitingBytes + byteLength > this.#bufferBytes
    if (isFull && !this.#isEnding) this.#isRefusing = true
    if (this.#isRefusing) {
      this.#drop(parcel, 'reader_slow')
    } else {
      const document = parcel.document.slice()
      this.#queue.push({ ...parcel, document, readyMs: performance.now() })
      this.#waitingBytes += byteLength
      this.#pumping ??= this.#pump()
    }
    this.#release(parcel.document)
  }

  takeLosses(): readonly LaneLoss[] {
    const isRoomy = this.#waitingBytes <= this.#bufferBytes * RECOVERED_FRACTION
    if (this.#losses.size === 0 || !(isRoomy || this.#isEnding)) return []
    const losses = [...this.#losses].map(([cause, ids]) => ({ cause, ids }))
    this.#losses = new Map()
    this.#isRefusing = false
    if (!this.#isEnding) this.#onRecovered()
    return losses
  }

  /** The text is in memory, or with the output: the ring may go on. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.#holdMs > 0 && !this.#isRefusing) await this.#taken(signal)
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Waits until the output has everything, but no longer than `holdMs`. */
  async #taken(signal: AbortSignal): Promise<void> {
    const done = new AbortController()
    const stop = AbortSignal.any([signal, done.signal])
    // Ended by the signal: there is nothing to wait for any more.
    const overdue = sleep(this.#holdMs, undefined, { signal: stop }).catch(() => {})
    await Promise.race([this.#pumping, overdue])
    done.abort()
  }

  end(): void {
    this.#isEnding = true
  }

  async finish(signal: AbortSignal): Promise<void> {
    const giveUp = () => this.#givingUp.abort()
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    let seen = this.#documents
    const watch = setInterval(() => {
      if (this.#documents === seen) giveUp()
      seen = this.#documents
    }, LAST_PATIENCE_MS)
    await this.#pumping
    clearInterval(watch)
    for (const parcel of this.#queue.splice(0)) this.#drop(parcel, 'reader_slow')
    this.#waitingBytes = 0
    await this.output.flush()
  }

  stats(): DeliveryStats {
    const [oldest] = this.#queue
    return {
      documents: this.#documents,
      textBytes: this.#textBytes,
      droppedDocuments: this.#droppedDocuments,
      droppedRelations: Object.values(this.#droppedByCause).reduce((sum, one) => sum + one, 0),
      droppedVertices: this.#droppedVertices,
      droppedByCause: { ...this.#droppedByCause },
      waitingDocuments: this.#queue.length,
      waitingBytes: this.#waitingBytes,
      lagMs: oldest === undefined ? 0 : performance.now() - oldest.readyMs,
    }
  }

  async #pump(): Promise<void> {
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { byteLength } = first.document
      try {
        await this.output.write(first.document, this.#givingUp.signal)
        this.#documents++
        this.#textBytes += byteLength
      } catch (error) {
        if (!(error instanceof CamflowError && error.code === 'CF_OUTPUT_TOO_LONG')) {
          // Given up at the end, which is no failure, or the output is broken for good.
          if (!this.#givingUp.signal.aborted) this.#failure = { error }
          return
        }
        this.#drop(first, 'document_too_long')
      }
      this.#queue.shift()
      this.#waitingBytes -= byteLength
    }
    this.#pumping = undefined
  }

  #drop({ ids, relations, vertices }: Parcel, cause: LaneLossCause): void {
    this.#droppedDocuments++
    this.#droppedByCause[cause] = (this.#droppedByCause[cause] ?? 0) + relations
    this.#droppedVertices += vertices
    const lost = this.#losses.get(cause) ?? new IdRanges()
    if (ids !== undefined) lost.addAll(ids)
    this.#losses.set(cause, lost)
  }
}
