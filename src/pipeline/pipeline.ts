/**
 * The way of a record through user space: relay, decoder, format, output. A batch is decoded where
 * it lies in the kernel's ring, written as text, and given up only after the output accepted the
 * text. So a killed daemon reads its last batch again, and a blocked output fills the ring, where
 * the kernel counts what finds no room; that much comes out as loss records later.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DocumentReceiver, RecordFormat } from '../formats/format.ts'
import type { Relay } from '../kernel/relay.ts'
import type { Output } from '../outputs/output.ts'
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import { createDecoder, type DecodeProblem, type Decoder } from '../record/decode.ts'
import type { LossRecord } from '../record/record.ts'
import { type LossCounters, type LossProgress, LossReporter } from './loss-reporter.ts'

/** Sees what passes; cursors are valid only during the call. */
export interface PipelineObserver {
  vertex?(vertex: VertexCursor): void
  relation?(relation: RelationCursor): void
  loss?(loss: LossRecord): void
  /** Something that cannot be decoded was skipped. */
  problem?(problem: DecodeProblem): void
}

/** The parts of one pipeline. */
export interface PipelineOptions {
  readonly relay: Relay
  readonly bootId: number
  readonly machineId: number
  /** Makes the format, given the place for its documents. */
  readonly format: (onDocument: DocumentReceiver) => RecordFormat
  /** Open already; stays open. */
  readonly output: Output
  readonly observer?: PipelineObserver
  /** The kernel's counters, for the causes of losses and the last id. */
  readonly counters?: () => LossCounters
  /**
   * First relation id that this reader can see: 1 for a capture that begins with it, `unknown` for
   * one that ran before, or how far the reader before this one came.
   * @default 1
   */
  readonly firstRelation?: number | 'unknown' | LossProgress
  /** Told how far the account has come, after each batch, just before it is given up in the ring. */
  readonly onProgress?: (progress: LossProgress) => void
  /** Longest time in ms that a record waits for company in its document. @default 1000 */
  readonly intervalMs?: number
  /** Bytes of the ring that make a full batch. @default 524288 */
  readonly batchBytes?: number
}

/** What went through so far. */
export interface PipelineStats {
  readonly vertices: number
  readonly relations: number
  /** Relations lost, by the holes in their ids. */
  readonly lost: number
  /** Relations that a reader before this one had written as well. */
  readonly repeated: number
  /** Messages that could not be decoded. */
  readonly problems: number
  readonly documents: number
  /** Bytes of text that the output accepted. */
  readonly textBytes: number
  /** Bytes of the ring given up. */
  readonly ringBytes: number
}

/** How a pipeline ends. */
export interface StopOptions {
  /** Nothing more will be captured: ids up to the kernel's last one are accounted for. */
  readonly isLast?: boolean
  /** Ends the waiting for a blocked output; what it did not take stays in the ring. */
  readonly signal?: AbortSignal
}

/** A running way from the ring to the output. */
export interface Pipeline {
  /** Moves batches until `signal` or `stop`. Rejects when the output fails for good. */
  run(signal?: AbortSignal): Promise<void>
  /**
   * Ends `run`, then moves everything that was in the ring by now.
   *
   * @throws CF_OUTPUT_ABORTED when the signal ended the waiting; what was not accepted stays in the ring.
   */
  stop(options?: StopOptions): Promise<PipelineStats>
  stats(): PipelineStats
}

const DEFAULT_INTERVAL_MS = 1000
const DEFAULT_BATCH_BYTES = 512 * 1024
/** A ring this full is emptied without waiting for the interval. */
const HURRY_FRACTION = 1 / 8
const LOOK_MS = 20
const STRAGGLER_MS = 100
/** A batch as small as this says that the output has time for records that should not wait. */
const IDLE_BYTES = 64 * 1024

/** Joins the parts. Nothing moves before `run`. */
export function createPipeline(options: PipelineOptions): Pipeline {
  return new RingPipeline(options)
}

class RingPipeline implements Pipeline {
  readonly #options: PipelineOptions
  readonly #intervalMs: number
  readonly #batchBytes: number
  readonly #decoder: Decoder
  readonly #format: RecordFormat
  readonly #losses: LossReporter
  readonly #stopping = new AbortController()
  /** Ends the waiting for a blocked output. Stopping alone does not: the output may yet resume. */
  readonly #givingUp = new AbortController()
  #documents: Uint8Array[] = []
  #running: Promise<void> = Promise.resolve()
  #settledAt = performance.now()
  #vertices = 0
  #relations = 0
  #problems = 0
  #documentCount = 0
  #textBytes = 0
  #ringBytes = 0

  constructor(options: PipelineOptions) {
    this.#options = options
    this.#intervalMs = options.intervalMs ?? DEFAULT_INTERVAL_MS
    this.#batchBytes = options.batchBytes ?? DEFAULT_BATCH_BYTES
    const { bootId, machineId, firstRelation, counters } = options
    this.#losses = new LossReporter({ bootId, machineId }, firstRelation, counters)
    this.#format = options.format((document) => void this.#documents.push(document))
    this.#decoder = this.#createDecoder()
  }

  run(signal?: AbortSignal): Promise<void> {
    const stop = signal ? AbortSignal.any([signal, this.#stopping.signal]) : this.#stopping.signal
    this.#running = this.#run(stop)
    return this.#running
  }

  async stop(options: StopOptions = {}): Promise<PipelineStats> {
    this.#stopping.abort()
    const giveUp = () => this.#givingUp.abort()
    if (options.signal?.aborted) giveUp()
    options.signal?.addEventListener('abort', giveUp, { once: true })
    await this.#running
    const { relay, counters } = this.#options
    let left = relay.fillBytes
    while (left > 0) {
      const moved = await this.#batch()
      // A record that is still being written ends a batch; it is complete in no time.
      if (moved === 0 && !(await relay.wait(STRAGGLER_MS))) break
      left -= moved
    }
    // What has not come yet is left to the reader after this one, when there can be one.
    const { onProgress } = this.#options
    const isLeft = !options.isLast && onProgress !== undefined
    const lastId = options.isLast ? counters?.().relationIds : undefined
    const now = performance.now()
    this.#tell(isLeft ? this.#losses.settle(now) : this.#losses.finish(lastId))
    await this.#write()
    onProgress?.(this.#losses.progress())
    await this.#options.output.flush()
    return this.stats()
  }

  stats(): PipelineStats {
    return {
      vertices: this.#vertices,
      relations: this.#relations,
      lost: this.#losses.lost,
      repeated: this.#losses.repeated,
      problems: this.#problems,
      documents: this.#documentCount,
      textBytes: this.#textBytes,
      ringBytes: this.#ringBytes,
    }
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { relay } = this.#options
    while (!stop.aborted) {
      if (await relay.wait(this.#intervalMs, stop)) {
        const startedAt = performance.now()
        const moved = await this.#batch()
        if (moved < this.#batchBytes) await this.#gather(startedAt, moved < IDLE_BYTES, stop)
      } else {
        await this.#settleAndWrite()
      }
    }
  }

  /**
   * Lets records gather for the next document, unless the ring fills up meanwhile or, with the output
   * idle, the kernel wakes us: for a new program, a change of credentials.
   */
  async #gather(since: number, isIdle: boolean, stop: AbortSignal): Promise<void> {
    const { relay } = this.#options
    const hurryBytes = relay.sizeBytes * HURRY_FRACTION
    while (performance.now() - since < this.#intervalMs && relay.fillBytes < hurryBytes) {
      try {
        await sleep(LOOK_MS, undefined, { signal: stop })
      } catch {
        // The signal ends the gathering: that is its purpose.
        return
      }
      if (isIdle && relay.takeWakeUp()) return
    }
  }

  /** Moves one batch. @returns bytes of the ring given up. */
  async #batch(): Promise<number> {
    const { relay } = this.#options
    // What the kernel asked for until now goes with this batch.
    relay.takeWakeUp()
    const bytes = relay.drain((memory, offset, length) => {
      this.#decoder.chunk(memory, offset, length)
      return undefined
    }, this.#batchBytes)
    await this.#settleAndWrite()
    this.#options.onProgress?.(this.#losses.progress())
    relay.commit()
    this.#ringBytes += bytes
    return bytes
  }

  async #settleAndWrite(): Promise<void> {
    const now = performance.now()
    if (now - this.#settledAt >= this.#intervalMs) {
      this.#settledAt = now
      this.#tell(this.#losses.settle(now))
    }
    await this.#write()
  }

  async #write(): Promise<void> {
    if (this.#format.pendingBytes > 0) this.#format.flush()
    const documents = this.#documents
    this.#documents = []
    for (const document of documents) {
      await this.#options.output.write(document, this.#givingUp.signal)
      this.#documentCount++
      this.#textBytes += document.byteLength
      this.#format.release?.(document)
    }
  }

  #tell(losses: readonly LossRecord[]): void {
    for (const loss of losses) {
      this.#format.loss(loss)
      this.#options.observer?.loss?.(loss)
    }
  }

  #createDecoder(): Decoder {
    const { bootId, machineId, observer } = this.#options
    const format = this.#format
    const losses = this.#losses
    return createDecoder({
      bootId,
      machineId,
      onVertex: (vertex) => {
        this.#vertices++
        format.vertex(vertex)
        observer?.vertex?.(vertex)
      },
      onRelation: (relation) => {
        this.#relations++
        losses.epoch = relation.chunk.epoch
        losses.add(relation.idNumber)
        format.relation(relation)
        observer?.relation?.(relation)
      },
      onError: (problem) => {
        this.#problems++
        observer?.problem?.(problem)
      },
    })
  }
}
