/** How the documents of one lane reach their output: what every way of doing it promises. */
import type { Output } from '../outputs/output.ts'
import type { IdRanges } from '../record/id-ranges.ts'

/** A document and what it holds. */
export interface Parcel {
  /** The format's bytes: to be given back to it when they are done with. */
  readonly document: Uint8Array
  readonly vertices: number
  readonly relations: number
  /** Relation ids that are missing in the output without it; only where `Delivery.needsIds`. */
  readonly ids: IdRanges | undefined
}

/** Relations that an output did not get, by their ids. */
export interface LaneLoss {
  readonly cause: LaneLossCause
  readonly ids: IdRanges
}

/** Why an output did not get a document: nobody took it in time, or nobody can. */
export type LaneLossCause = 'reader_slow' | 'document_too_long'

/** What a delivery did so far. */
export interface DeliveryStats {
  /** Documents that the output accepted. */
  readonly documents: number
  readonly textBytes: number
  /** What the output did not get. */
  readonly droppedDocuments: number
  readonly droppedRelations: number
  readonly droppedVertices: number
  /** The dropped relations by cause; causes that did not come are not there. */
  readonly droppedByCause: Readonly<Partial<Record<LaneLossCause, number>>>
  /** What waits for the output outside of the ring. */
  readonly waitingDocuments: number
  readonly waitingBytes: number
  /** Time in ms since the oldest document that the output has not accepted was ready; 0: none. */
  readonly lagMs: number
}

/** Brings documents to an output. */
export interface Delivery {
  readonly output: Output
  /** Whether parcels must say which relations they hold. */
  readonly needsIds: boolean
  /** Takes the next document; whether the output gets it shows later. */
  take(parcel: Parcel): void
  /** Losses that can be told now; each once. */
  takeLosses(): readonly LaneLoss[]
  /**
   * Settles when what was taken may be given up in the ring.
   *
   * @throws what the output throws, CF_OUTPUT_ABORTED after the signal.
   */
  settle(signal: AbortSignal): Promise<void>
  /** Nothing but the last losses comes now: they are taken whatever room there is. */
  end(): void
  /** Waits for an output that is behind, as long as it moves; what it did not get is counted. */
  finish(signal: AbortSignal): Promise<void>
  stats(): DeliveryStats
}
