/**
 * The way of a record through user space: relay, decoder, and for each output a lane with its format. A
 * batch is decoded where it lies in the kernel's ring, written as text, and given up only after the
 * outputs accepted the text. So a killed daemon reads its last batch again, and a blocked output fills
 * the ring, where the kernel counts what finds no room; that much comes out as loss records later.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Relay } from '../kernel/relay.ts'
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import { createDecoder, type DecodeProblem, type Decoder } from '../record/decode.ts'
import { MISSING_PATIENCE_MS } from '../record/hole-tracker.ts'
import type { LossRecord } from '../record/record.ts'
import { Lane, type LaneOptions, type LaneStats } from './lane.ts'
import { type LossCounters, type LossProgress, LossReporter } from './loss-reporter.ts'
import { type TypeCounts, TypeTally } from './type-tally.ts'

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
  /** At least one. Each gets all records. */
  readonly lanes: readonly LaneOptions[]
  /** Told when an output goes on that missed vertices: they should be described again. */
  readonly onVerticesLost?: () => void
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
  /** Documents and bytes of text that the outputs accepted, all together. */
  readonly documents: number
  readonly textBytes: number
  /** Bytes of the ring given up. */
  readonly ringBytes: number
  /** In the order of the options. */
  readonly lanes: readonly LaneStats[]
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
  /** Records that were decoded. */
  typeCounts(): TypeCounts
  /** Records that were written for each output, in the order of the options. */
  laneTypeCounts(): readonly TypeCounts[]
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
  readonly #lanes: readonly Lane[]
  readonly #losses: LossReporter
  readonly #stopping = new AbortController()
  /** Ends the waiting for a blocked output. Stopping alone does not: the output may yet resume. */
  readonly #givingUp = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #settledAt = performance.now()
  #problems = 0
  #ringBytes = 0
  readonly #tally = new TypeTally()

  constructor(options: PipelineOptions) {
    this.#options = options
    this.#intervalMs = options.intervalMs ?? DEFAULT_INTERVAL_MS
    this.#batchBytes = options.batchBytes ?? DEFAULT_BATCH_BYTES
    const { bootId, machineId, firstRelation, counters, onVerticesLost } = options
    this.#losses = new LossReporter({ bootId, machineId }, firstRelation, counters)
    const context = { bootId, machineId, onVerticesLost, decoded: this.#tally }
    this.#lanes = options.lanes.map((lane) => new Lane(lane, context))
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
    // There can be a reader after this one: what it may still see is left to it.
    const { onProgress } = this.#options
    if (!options.isLast && onProgress !== undefined) await this.#awaitMissing()
    else this.#tell(this.#losses.finish(options.isLast ? counters?.().relationIds : undefined))
    await this.#all((lane) => lane.finish(this.#givingUp.signal))
    onProgress?.(this.#losses.progress())
    return this.stats()
  }

  /** Tells the losses of what was seen so far: an id that is missing gets as long to come as ever. */
  async #awaitMissing(): Promise<void> {
    this.#tell(this.#losses.settle(performance.now()))
    if (this.#losses.progress().missing.length === 0) return
    const until = performance.now() + MISSING_PATIENCE_MS
    while (performance.now() < until) {
      await sleep(STRAGGLER_MS)
      if (this.#options.relay.fillBytes > 0) await this.#batch()
    }
    this.#tell(this.#losses.settle(performance.now()))
  }

  stats(): PipelineStats {
    const lanes = this.#lanes.map((lane) => lane.stats())
    return {
      vertices: this.#tally.vertices,
      relations: this.#tally.relations,
      lost: this.#losses.lost,
      repeated: this.#losses.repeated,
      problems: this.#problems,
      documents: lanes.reduce((sum, { documents }) => sum + documents, 0),
      textBytes: lanes.reduce((sum, { textBytes }) => sum + textBytes, 0),
      ringBytes: this.#ringBytes,
      lanes,
    }
  }

  typeCounts(): TypeCounts {
    return this.#tally.counts()
  }

  laneTypeCounts(): readonly TypeCounts[] {
    return this.#lanes.map((lane) => lane.typeCounts())
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
    const isOver = () =>
      stop.aborted ||
      performance.now() - since >= this.#intervalMs ||
      relay.fillBytes >= relay.sizeBytes * HURRY_FRACTION
    if (isOver()) return
    await new Promise<void>((resolve) => {
      // Not ended by the signal: to listen costs more than to look, and this is soon over.
      const timer = setInterval(() => {
        if (!isOver() && !(isIdle && relay.takeWakeUp())) return
        clearInterval(timer)
        resolve()
      }, LOOK_MS)
    })
  }

  /** Moves one batch. @returns bytes of the ring given up. */
  async #batch(): Promise<number> {
    const { relay } = this.#options
    // What the kernel asked for until now goes with this batch.
    relay.takeWakeUp()
    const bytes = relay.drainInto(this.#decoder, this.#batchBytes)
    if (bytes > 0) this.#losses.epoch = this.#decoder.epoch
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
    await this.#all((lane) => lane.write(this.#givingUp.signal))
  }

  /** Lets every lane do its work, also when one fails; then fails as that one did. */
  async #all(work: (lane: Lane) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(this.#lanes.map(work))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  #tell(losses: readonly LossRecord[]): void {
    for (const loss of losses) {
      for (const lane of this.#lanes) lane.loss(loss)
      this.#options.observer?.loss?.(loss)
    }
  }

  #createDecoder(): Decoder {
    const { bootId, machineId, observer } = this.#options
    const lanes = this.#lanes
    const losses = this.#losses
    return createDecoder({
      bootId,
      machineId,
      onVertex: (vertex) => {
        this.#tally.vertex(vertex.bit)
        for (let i = 0; i < lanes.length; i++) (lanes[i] as Lane).vertex(vertex)
        observer?.vertex?.(vertex)
      },
      onRelation: (relation) => {
        this.#tally.relation(relation.code)
        losses.add(relation.idLow, relation.idHigh)
        for (let i = 0; i < lanes.length; i++) (lanes[i] as Lane).relation(relation)
        observer?.relation?.(relation)
      },
      onError: (problem) => {
        this.#problems++
        observer?.problem?.(problem)
      },
    })
  }
}
