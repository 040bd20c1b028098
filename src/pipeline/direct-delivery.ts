import type { Output } from '../outputs/output.ts'
import type { Delivery, DeliveryStats, Parcel } from './delivery.ts'

/** Keeps the records in the ring until the output has accepted their text: nothing is lost on the way. */
export class DirectDelivery implements Delivery {
  readonly needsIds = false
  readonly output: Output
  readonly #release: (document: Uint8Array) => void
  #waiting: Uint8Array[] = []
  #documents = 0
  #writingSince = 0
  #textBytes = 0

  /** @param release is given each document when the output has accepted it. */
  constructor(output: Output, release: (document: Uint8Array) => void) {
    this.output = output
    this.#release = release
  }

  take({ document }: Parcel): void {
    this.#waiting.push(document)
  }

  takeLosses(): readonly [] {
    return []
  }

  async settle(signal: AbortSignal): Promise<void> {
    const documents = this.#waiting
    this.#waiting = []
    this.#writingSince = performance.now()
    for (const document of documents) {
      await this.output.write(document, signal)
      this.#documents++
      this.#textBytes += document.byteLength
      this.#release(document)
    }
    this.#writingSince = 0
  }

  end(): void {}

  async finish(): Promise<void> {
    await this.output.flush()
  }

  stats(): DeliveryStats {
    return {
      documents: this.#documents,
      textBytes: this.#textBytes,
      droppedDocuments: 0,
      droppedRelations: 0,
      droppedVertices: 0,
      droppedByCause: {},
      waitingDocuments: this.#waiting.length,
      waitingBytes: this.#waiting.reduce((sum, { byteLength }) => sum + byteLength, 0),
      lagMs: this.#writingSince === 0 ? 0 : performance.now() - this.#writingSince,
    }
  }
}
