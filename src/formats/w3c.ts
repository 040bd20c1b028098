/**
 * W3C PROV-JSON: one document per line, records grouped by PROV section in a fixed order
 * (output-formats specification §4.1). Members are written straight into the buffer of their section;
 * a document is the sections put together.
 */
import { ChunkHead, type RelationCursor, type VertexCursor } from '../record/cursor.ts'
import type { LossRecord } from '../record/record.ts'
import { relationByCode, vertexByBit } from '../record/registry.ts'
import { ascii, uncleared } from './byte-writer.ts'
import { ChunkStamp } from './chunk-stamp.ts'
import { ClockText } from './clock-text.ts'
import type { FormatOptions, RecordFormat } from './format.ts'
import { NameCache } from './name-cache.ts'
import { RelationWriter } from './relation-writer.ts'
import { VertexSet } from './vertex-set.ts'
import { AttributeWriter } from './w3c-attributes.ts'
import type { VertexContext, W3cProfile } from './w3c-context.ts'
import { MemberWriter } from './w3c-member.ts'
import { w3cRelation } from './w3c-relation.ts'

/** Options of the W3C format. */
export interface W3cOptions extends FormatOptions {
  /** @default 'standard' */
  readonly profile?: W3cProfile
  /**
   * Bytes after which `standard` hands a document over; a document is longer by at most one record.
   * Longer documents cost less and come later. `compat` has CamFlow's budget of 8189 for a section.
   * @default 1048576
   */
  readonly documentBytes?: number
  /** Paths whose text is kept for `cf:name`. @default 32768 */
  readonly nameLimit?: number
}

/** The sections of a document, in their order. */
export const SECTIONS = [
  'activity',
  'agent',
  'entity',
  'used',
  'wasGeneratedBy',
  'wasInformedBy',
  'wasAssociatedWith',
  'wasInfluencedBy',
  'wasDerivedFrom',
] as const

const DEFAULT_DOCUMENT_BYTES = 1_048_576
/** CamFlow's budget for a section, the comma before the last member not counted. */
export const COMPAT_SECTION_BYTES = 8189
/** Documents kept for their memory, and room above the limit so that one fits the next. */
const SPARE_DOCUMENTS = 3
const SPARE_BYTES = 65_536
const FIRST_SECTION_BYTES = 65_536
const COMMA = 0x2c
const CLOSE = 0x7d
const NEWLINE = 0x0a
/**
 * How every document begins, before further prefixes. CamFlow's namespaces lack what separates them from a name, and
 * its `prov` is not that of PROV (PROV-O §1: it ends with `#`), so only `compat` has them.
 */
export const documentHeads = {
  standard: '{"prefix":{"prov" : "http://www.w3.org/ns/prov#", "cf":"http://www.camflow.org/"',
  compat: '{"prefix":{"prov" : "http://www.w3.org/ns/prov", "cf":"http://www.camflow.org"',
} as const satisfies Readonly<Record<W3cProfile, string>>
/** Where prefixes that applications disclosed are said to live. */
export const DISCLOSED_NAMESPACE = 'http://www.camflow.org/disclosed/'
const PATH = vertexByBit.findIndex((type) => type?.name === 'path')

interface Section {
  readonly opening: Uint8Array
  /** Each member with a comma before it; the first one's is left out of the document. */
  readonly writer: AttributeWriter
}

const sectionOfVertex = Uint8Array.from(vertexByBit, (type) =>
  type === undefined ? 0 : SECTIONS.indexOf(type.provClass),
)
const sectionOfRelation = Uint8Array.from(relationByCode, (type) =>
  type === undefined ? 0 : SECTIONS.indexOf(type.family.section),
)
const ENTITY = SECTIONS.indexOf('entity')

/** The W3C PROV-JSON format. */
export function createW3cFormat(options: W3cOptions): RecordFormat {
  return new W3cFormat(options)
}

class W3cFormat implements RecordFormat {
  readonly name = 'w3c'
  readonly #options: W3cOptions
  readonly #profile: W3cProfile
  readonly #isStandard: boolean
  readonly #documentBytes: number
  readonly #sections: readonly Section[] = SECTIONS.map((name) => ({
    opening: ascii(`, "${name}":{`),
    writer: new AttributeWriter(FIRST_SECTION_BYTES),
  }))
  /** By relation code, the writer of its section. */
  readonly #relationWriters: readonly AttributeWriter[] = Array.from(
    sectionOfRelation,
    (section) => (this.#sections[section] as Section).writer,
  )
  readonly #context: VertexContext
  readonly #relations: RelationWriter
  readonly #members: MemberWriter
  readonly #seen = new VertexSet()
  readonly #lossHead = new ChunkHead()
  #spare: ArrayBuffer[] = []
  #pending = 0

  constructor(options: W3cOptions) {
    this.#options = options
    this.#profile = options.profile ?? 'standard'
    this.#isStandard = this.#profile === 'standard'
    this.#documentBytes = options.documentBytes ?? DEFAULT_DOCUMENT_BYTES
    const stamp = new ChunkStamp(new ClockText(options.clockOffsetSeconds))
    this.#relations = new RelationWriter(stamp, w3cRelation)
    this.#context = {
      options,
      profile: this.#profile,
      stamp,
      names: new NameCache(options.nameLimit),
      prefixes: new Set(),
    }
    this.#members = new MemberWriter(this.#context)
  }

  get pendingBytes(): number {
    return this.#pending
  }

  vertex(vertex: VertexCursor): void {
    if (vertex.bit === PATH) {
      this.#context.names.set(vertex.idLow, vertex.idHigh, vertex.payloadBytes())
    }
    if (this.#isStandard && !this.#seen.add(vertex)) return
    const { writer } = this.#sections[sectionOfVertex[vertex.bit] as number] as Section
    const before = writer.length
    writer.byte(COMMA)
    this.#members.vertex(writer, vertex)
    this.#added(writer, before, writer.length - before)
  }

  relation(relation: RelationCursor): void {
    const writer = this.#relationWriters[relation.code] as AttributeWriter
    const before = writer.length
    this.#added(writer, before, this.#relations.write(writer, relation))
  }

  loss(loss: LossRecord): void {
    const { writer } = this.#sections[ENTITY] as Section
    const before = writer.length
    writer.byte(COMMA)
    this.#lossHead.timeNs = loss.timeNs
    this.#members.loss(writer, loss, this.#lossHead)
    this.#added(writer, before, writer.length - before)
  }

  /** Counts a member of `count` bytes with its comma that was written at `before`, and hands a full document over. */
  #added(writer: AttributeWriter, before: number, count: number): void {
    const pending = this.#pending + (before === 0 ? count - 1 : count)
    this.#pending = pending
    if (this.#isStandard) {
      if (pending >= this.#documentBytes) this.flush()
      return
    }
    // Neither the comma before the first member counts, nor the last one.
    if (before === 0 || before - 1 + count - 1 <= COMPAT_SECTION_BYTES) return
    const member = writer.bytes.slice(before, before + count)
    writer.truncate(before)
    this.flush()
    writer.raw(member)
    this.#pending = count - 1
  }

  flush(): void {
    if (this.#pending === 0) return
    const document = this.#assemble()
    for (const { writer } of this.#sections) writer.truncate(0)
    this.#pending = 0
    this.#seen.clear()
    this.#context.prefixes.clear()
    this.#options.onDocument(document)
  }

  release(document: Uint8Array): void {
    if (this.#spare.length < SPARE_DOCUMENTS) this.#spare.push(document.buffer as ArrayBuffer)
  }

  /** Memory for a document: one that came back, if it is large enough. */
  #memory(size: number): Uint8Array {
    const index = this.#spare.findIndex((buffer) => buffer.byteLength >= size)
    const [spare] = index < 0 ? [] : this.#spare.splice(index, 1)
    if (spare !== undefined) return new Uint8Array(spare, 0, size)
    const room = this.#profile === 'standard' ? this.#documentBytes + SPARE_BYTES : 0
    return uncleared(Math.max(size, room)).subarray(0, size)
  }

  #assemble(): Uint8Array {
    const head = Buffer.from(`${documentHeads[this.#profile]}${this.#prefixes()}}`)
    const used = this.#sections.filter(({ writer }) => writer.length > 0)
    const size = used.reduce(
      (sum, { opening, writer }) => sum + opening.length + writer.length,
      head.length + 2,
    )
    const document = this.#memory(size)
    document.set(head)
    let at = head.length
    for (const { opening, writer } of used) {
      document.set(opening, at)
      at += opening.length
      document.set(writer.bytes.subarray(1, writer.length), at)
      at += writer.length - 1
      document[at++] = CLOSE
    }
    document[at++] = CLOSE
    document[at] = NEWLINE
    return document
  }

  #prefixes(): string {
    return [...this.#context.prefixes]
      .map((prefix) => `, "${prefix}":"${DISCLOSED_NAMESPACE}${prefix}#"`)
      .join('')
  }
}
