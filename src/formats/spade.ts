/**
 * SPADE's form: one JSON object a line, a vertex or a relation, in order of the stream. The profile
 * `spade` is what SPADE's reporter needs: both ends of a relation immediately before it, each time.
 */
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import type { LossRecord } from '../record/record.ts'
import { vertexByName } from '../record/registry.ts'
import { ChunkStamp } from './chunk-stamp.ts'
import { ClockText } from './clock-text.ts'
import type { FormatOptions, RecordFormat } from './format.ts'
import { RelationWriter } from './relation-writer.ts'
import type { SpadeProfile } from './spade-context.ts'
import { SpadeEnds } from './spade-ends.ts'
import { SpadeLineWriter } from './spade-line.ts'
import { type InfluenceName, spadeRelation } from './spade-relation.ts'
import { AttributeWriter } from './w3c-attributes.ts'

/** Options of SPADE's form. */
export interface SpadeOptions extends FormatOptions {
  /** @default 'standard' */
  readonly profile?: SpadeProfile
  /**
   * Bytes after which lines are handed over. `compat` has CamFlow's budget of 8189.
   * @default 1048576
   */
  readonly documentBytes?: number
  /** Paths whose text is kept for `cf:name`. @default 32768 */
  readonly nameLimit?: number
  /**
   * What `WasInfluencedBy` is called: SPADE's reporter drops relations of that type. The type in the
   * annotations stays. @default 'WasInfluencedBy'
   */
  readonly influence?: InfluenceName
}

const DEFAULT_DOCUMENT_BYTES = 1_048_576
const COMPAT_BYTES = 8189
/** Room above the limit, so that the last line fits. */
const SPARE_BYTES = 65_536
const SPARE_DOCUMENTS = 4
const MACHINE = vertexByName('machine').bit
const STRING = vertexByName('string').bit

/** SPADE's form. */
export function createSpadeFormat(options: SpadeOptions): RecordFormat {
  return new SpadeFormat(options)
}

class SpadeFormat implements RecordFormat {
  readonly name = 'spade_json'
  readonly #options: SpadeOptions
  readonly #profile: SpadeProfile
  readonly #documentBytes: number
  readonly #lines: SpadeLineWriter
  readonly #relations: RelationWriter
  readonly #ends: SpadeEnds | undefined
  readonly #writer: AttributeWriter
  readonly #spare: Uint8Array[] = []

  constructor(options: SpadeOptions) {
    this.#options = options
    this.#profile = options.profile ?? 'standard'
    this.#documentBytes = options.documentBytes ?? DEFAULT_DOCUMENT_BYTES
    const stamp = new ChunkStamp(new ClockText(options.clockOffsetSeconds))
    const context = { options, profile: this.#profile }
    this.#lines = new SpadeLineWriter(context, stamp, options.nameLimit)
    this.#relations = new RelationWriter(
      stamp,
      spadeRelation(options.influence ?? 'WasInfluencedBy'),
    )
    this.#ends = this.#profile === 'spade' ? new SpadeEnds() : undefined
    this.#writer = new AttributeWriter(this.#roomBytes)
  }

  get pendingBytes(): number {
    return this.#writer.length
  }

  vertex(vertex: VertexCursor): void {
    // CamFlow has no line for a text.
    if (this.#profile === 'compat' && vertex.bit === STRING) return
    const writer = this.#writer
    const start = writer.length
    this.#lines.vertex(writer, vertex)
    if (this.#ends === undefined) {
      this.#added(start)
      return
    }
    this.#ends.keep(vertex, writer, start)
    // The others come with their relations; a machine may have none.
    if (vertex.bit === MACHINE) this.#added(start)
    else writer.truncate(start)
  }

  relation(relation: RelationCursor): void {
    const writer = this.#writer
    const start = writer.length
    this.#ends?.write(writer, relation)
    this.#relations.write(writer, relation)
    this.#added(start)
  }

  loss(loss: LossRecord): void {
    const start = this.#writer.length
    this.#lines.loss(this.#writer, loss)
    this.#added(start)
  }

  /** A record was written from `start` on: hands a full document over. */
  #added(start: number): void {
    const writer = this.#writer
    if (this.#profile !== 'compat') {
      if (writer.length >= this.#documentBytes) this.flush()
      return
    }
    if (start === 0 || writer.length <= COMPAT_BYTES) return
    const line = writer.bytes.slice(start, writer.length)
    writer.truncate(start)
    this.flush()
    writer.raw(line)
  }

  flush(): void {
    const writer = this.#writer
    if (writer.length === 0) return
    const document = writer.take(this.#spare.pop(), this.#roomBytes)
    this.#options.onDocument(document)
  }

  release(document: Uint8Array): void {
    if (document.byteOffset === 0 && this.#spare.length < SPARE_DOCUMENTS) {
      this.#spare.push(document)
    }
  }

  get #roomBytes(): number {
    return this.#profile === 'compat' ? COMPAT_BYTES * 2 : this.#documentBytes + SPARE_BYTES
  }
}
