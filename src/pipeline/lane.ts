/**
 * One way from the records to an output: filter, format, delivery. All lanes of a pipeline get the same
 * records. A lane counts what each document holds, so that a document that its output did not get can be
 * told to the relation.
 */
import type { DocumentReceiver, RecordFormat } from '../formats/format.ts'
import type { Output } from '../outputs/output.ts'
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import { IdRanges } from '../record/id-ranges.ts'
import type { LossRecord } from '../record/record.ts'
import { BufferedDelivery } from './buffered-delivery.ts'
import type { Delivery, DeliveryStats, LaneLoss } from './delivery.ts'
import { DirectDelivery } from './direct-delivery.ts'
import type { RecordFilter } from './record-filter.ts'
import { type TypeCounts, TypeTally } from './type-tally.ts'

/** The parts of one lane. */
export interface LaneOptions {
  /** Makes the format, given the place for its documents. */
  readonly format: (onDocument: DocumentReceiver) => RecordFormat
  /** Open already; stays open. */
  readonly output: Output
  readonly filter?: RecordFilter | undefined
  /**
   * Bytes of text that may wait outside of the ring, so that a slow output holds nothing up; what comes
   * on top is dropped and told. @default records wait in the ring, and with them every lane
   */
  readonly bufferBytes?: number | undefined
  /** With a buffer: longest time in ms that the ring holds what the output has not accepted. @default 0 */
  readonly holdMs?: number | undefined
}

/** What went through one lane. */
export interface LaneStats extends DeliveryStats {
  /** Names the output. */
  readonly name: string
  /** Records that were written, delivered or not. */
  readonly vertices: number
  readonly relations: number
  /** Records that the filter left out. */
  readonly hidden: number
}

/** The scope of a loss record, and what an output without everything needs. */
export interface LaneContext {
  readonly bootId: number
  readonly machineId: number
  /** Counts the records that all lanes get. */
  readonly decoded: TypeTally
  /** An output missed vertices that later relations may name. */
  readonly onVerticesLost?: (() => void) | undefined
}

/** Filter, format and delivery of one output. */
export class Lane {
  readonly #context: LaneContext
  readonly #format: RecordFormat
  readonly #filter: RecordFilter | undefined
  readonly #delivery: Delivery
  readonly #needsIds: boolean
  /** Documents that the format has just handed over. */
  #fresh: Uint8Array[] = []
  #ids = new IdRanges()
  #gatheredVertices = 0
  #gatheredRelations = 0
  #vertices = 0
  #relations = 0
  #hidden = 0
  #epoch = 0
  readonly #tally: TypeTally
  /** Where a filter makes it differ from what was decoded. */
  readonly #ownTally: TypeTally | undefined

  constructor(options: LaneOptions, context: LaneContext) {
    const { output, bufferBytes, holdMs } = options
    this.#context = context
    this.#filter = options.filter
    this.#ownTally = options.filter === undefined ? undefined : new TypeTally()
    this.#tally = this.#ownTally ?? context.decoded
    this.#format = options.format((document) => void this.#fresh.push(document))
    const release = (document: Uint8Array) => this.#format.release?.(document)
    const onRecovered = () => context.onVerticesLost?.()
    this.#delivery =
      bufferBytes === undefined
        ? new DirectDelivery(output, release)
        : new BufferedDelivery({ output, bufferBytes, holdMs, release, onRecovered })
    this.#needsIds = this.#delivery.needsIds
  }

  vertex(vertex: VertexCursor): void {
    if (this.#filter?.hidesVertex(vertex.bit)) {
      this.#hidden++
      return
    }
    this.#format.vertex(vertex)
    this.#ownTally?.vertex(vertex.bit)
    this.#sealBefore()
    this.#gatheredVertices++
    this.#sealAfter()
  }

  relation(relation: RelationCursor): void {
    const isHidden = this.#filter?.hidesRelation(relation) === true
    if (isHidden) this.#hidden++
    else {
      this.#format.relation(relation)
      this.#ownTally?.relation(relation.code)
      if (this.#fresh.length > 0) this.#sealBefore()
      this.#gatheredRelations++
    }
    if (this.#needsIds) {
      // A relation that is left out belongs to a loss all the same, else a loss would be all holes.
      this.#ids.add(relation.idNumber, relation.idNumber)
      this.#epoch = relation.chunk.epoch
    }
    if (this.#fresh.length > 0) this.#seal()
  }

  loss(loss: LossRecord): void {
    this.#format.loss(loss)
    this.#sealBefore()
    if (this.#needsIds) this.#ids.add(Number(loss.first), Number(loss.last))
    this.#sealAfter()
  }

  /** Hands everything on. @returns when it may be given up in the ring. */
  async write(signal: AbortSignal): Promise<void> {
    this.#tellLosses()
    this.#flush()
    await this.#delivery.settle(signal)
  }

  /** Tells the last losses, and waits for an output that is behind. */
  async finish(signal: AbortSignal): Promise<void> {
    this.#delivery.end()
    await this.write(signal)
    await this.#delivery.finish(signal)
  }

  stats(): LaneStats {
    return {
      name: this.#delivery.output.name,
      vertices: this.#vertices + this.#gatheredVertices,
      relations: this.#relations + this.#gatheredRelations,
      hidden: this.#hidden,
      ...this.#delivery.stats(),
    }
  }

  /** Records that were written, delivered or not. */
  typeCounts(): TypeCounts {
    return this.#tally.counts()
  }

  #tellLosses(): void {
    for (const loss of this.#delivery.takeLosses()) {
      for (const record of this.#recordsOf(loss)) this.loss(record)
    }
  }

  #recordsOf({ cause, ids }: LaneLoss): readonly LossRecord[] {
    const { bootId, machineId } = this.#context
    return ids.ranges().map(([first, last]) => ({
      kind: 'loss',
      first: BigInt(first),
      last: BigInt(last),
      count: BigInt(last - first + 1),
      cause,
      bootId,
      machineId,
      epoch: this.#epoch,
      timeNs: process.hrtime.bigint(),
    }))
  }

  #flush(): void {
    if (this.#format.pendingBytes > 0) this.#format.flush()
    this.#sealAfter()
  }

  /** A document was handed over and something is pending: then the latest record is not in it. */
  #sealBefore(): void {
    if (this.#fresh.length > 0 && this.#format.pendingBytes > 0) this.#seal()
  }

  #sealAfter(): void {
    if (this.#fresh.length > 0) this.#seal()
  }

  #seal(): void {
    for (const document of this.#fresh) {
      const ids = this.#needsIds ? this.#ids : undefined
      const vertices = this.#gatheredVertices
      const relations = this.#gatheredRelations
      this.#vertices += vertices
      this.#relations += relations
      this.#gatheredVertices = 0
      this.#gatheredRelations = 0
      if (ids !== undefined) this.#ids = new IdRanges()
      this.#delivery.take({ document, vertices, relations, ids })
    }
    this.#fresh = []
  }
}
