/** The lines of vertices in SPADE's form: head, the annotations that all have, those of the type. */
import { ChunkHead, type Scope, type VertexCursor } from '../record/cursor.ts'
import { typeLow, vertexTypeHigh } from '../record/identifier.ts'
import { offsetOf } from '../record/layout.ts'
import type { LossRecord } from '../record/record.ts'
import { lossType, vertexByName, vertexTypes } from '../record/registry.ts'
import { ascii, Piece } from './byte-writer.ts'
import type { ChunkStamp } from './chunk-stamp.ts'
import { IDENTIFIER_TEXT, putIdentifier, putPacket, putVertex } from './identifier-bytes.ts'
import { NameCache } from './name-cache.ts'
import type { SpadeContext } from './spade-context.ts'
import { writePacketAnnotations } from './spade-special.ts'
import { type Annotations, annotationsOf } from './spade-vertex.ts'
import { DATE_END, JIFFIES_AT, StampText } from './stamp-text.ts'
import { VertexTemplates } from './vertex-template.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import { attributeKey } from './w3c-keys.ts'

const ENTITY = new Piece('{"type":"Entity","id":"')
const ACTIVITY = new Piece('{"type":"Activity","id":"')
const AGENT = new Piece('{"type":"Agent","id":"')
const TO_ANNOTATIONS = new Piece('","annotations": {')
const TO_ID = new Piece('","annotations": {"object_id":"')
const CLOSE = new Piece('}}\n')
const NAME = attributeKey('cf:name')
const TAINT = attributeKey('cf:taint')
const PATH = vertexByName('path').bit
const PACKET = vertexByName('packet').bit
const PACKET_IDENTITY = offsetOf('vertex_packet', 'identity')
const LOSS_WORD = { low: typeLow(lossType), high: vertexTypeHigh(lossType) }

const annotationsByBit: (Annotations | undefined)[] = new Array(256).fill(undefined)
/** By vertex bit, how the line begins. CamFlow writes a machine as an entity. */
const heads: Piece[] = new Array(256).fill(ENTITY)
for (const type of vertexTypes) {
  annotationsByBit[type.bit] = annotationsOf[type.name]
  if (type.name === 'task' || type.name === 'disc_activity') heads[type.bit] = ACTIVITY
  if (type.name === 'disc_agent') heads[type.bit] = AGENT
}

function typeText(type: string, scope: Scope): string {
  return `","object_type":"${type}","boot_id":${scope.bootId},"cf:machine_id":"cf:${scope.machineId}","version":`
}

/** Writes the lines of vertices, and of losses. */
export class SpadeLineWriter {
  readonly #context: SpadeContext
  readonly #stamp: ChunkStamp
  readonly #stamps: StampText
  readonly #names: NameCache
  readonly #templates: VertexTemplates
  readonly #typeTexts: (Uint8Array | undefined)[] = new Array(256).fill(undefined)
  readonly #lossHead = new ChunkHead()
  #scope: Scope | undefined

  constructor(context: SpadeContext, stamp: ChunkStamp, nameLimit?: number) {
    this.#context = context
    this.#stamp = stamp
    this.#names = new NameCache(nameLimit)
    this.#stamps = new StampText(stamp.clock)
    this.#templates = new VertexTemplates({ stamp, names: this.#names })
  }

  /** Writes one line with its newline. */
  vertex(w: AttributeWriter, v: VertexCursor): void {
    if (v.bit === PATH) this.#names.set(v.idLow, v.idHigh, v.payloadBytes())
    if (v.scope !== this.#scope) this.#enter(v.scope)
    this.#stamp.update(v.chunk)
    if (v.bit === PACKET) this.#packet(w, v)
    else if (!this.#templates.write(v, w)) this.#write(w, v)
  }

  /** Another capture begins: nothing kept is right any more. */
  #enter(scope: Scope): void {
    this.#typeTexts.fill(undefined)
    this.#templates.clear()
    this.#scope = scope
  }

  #write(w: AttributeWriter, v: VertexCursor): void {
    const start = w.length
    w.piece(heads[v.bit] as Piece)
    const identifierAt = w.length - start
    w.reserve(IDENTIFIER_TEXT)
    putVertex(w.view, w.length, v.bit, v.idLow, v.idHigh, v.version, v.scope)
    w.length += IDENTIFIER_TEXT
    w.piece(TO_ID)
    w.decimal(v.idLow, v.idHigh)
    w.raw(this.#typeText(v))
    const versionAt = w.length - start
    w.decimal(v.version)
    w.raw(this.#stamps.date(v.chunk))
    const dateAt = w.length - start - DATE_END
    this.#name(w, v)
    w.hex64(TAINT, v.taintLow, v.taintHigh)
    const jiffiesAt = w.length - start + JIFFIES_AT
    w.raw(this.#stamps.ticks(v.chunk))
    const write = annotationsByBit[v.bit] as Annotations
    write(w, v, this.#context)
    w.piece(CLOSE)
    const places = { identifierAt, versionAt, dateAt, jiffiesAt, hasLabel: false }
    this.#templates.keep(v, w, start, places)
  }

  #name(w: AttributeWriter, v: VertexCursor): void {
    if ((v.nameIdLow | v.nameIdHigh) === 0) return
    const text = this.#names.get(v.nameIdLow, v.nameIdHigh)
    if (text !== undefined) w.text(NAME, text, 0, text.length, 'raw')
  }

  #packet(w: AttributeWriter, v: VertexCursor): void {
    w.piece(ENTITY)
    w.reserve(IDENTIFIER_TEXT)
    putPacket(w.view, w.length, PACKET, v.bytes, (v.at << 2) + PACKET_IDENTITY)
    w.length += IDENTIFIER_TEXT
    w.piece(TO_ANNOTATIONS)
    writePacketAnnotations(w, v, this.#stamp.clock.text, this.#context)
    w.piece(CLOSE)
  }

  #typeText(v: VertexCursor): Uint8Array {
    const known = this.#typeTexts[v.bit]
    if (known !== undefined) return known
    const made = ascii(typeText(v.type.name, v.scope))
    this.#typeTexts[v.bit] = made
    return made
  }

  /** Writes the mark of a loss: an entity of a type of ours. */
  loss(w: AttributeWriter, loss: LossRecord): void {
    this.#lossHead.timeNs = loss.timeNs
    const id = halves(loss.first)
    w.piece(ENTITY)
    w.reserve(IDENTIFIER_TEXT)
    putIdentifier(w.view, w.length, LOSS_WORD, id, loss, 0)
    w.length += IDENTIFIER_TEXT
    w.piece(TO_ID)
    w.decimal(id.low, id.high)
    w.raw(ascii(`${typeText(lossType.name, loss)}0`))
    w.raw(this.#stamps.date(this.#lossHead))
    w.raw(ascii(`,"cf:epoch":${loss.epoch},"first":"${loss.first}","last":"${loss.last}"`))
    w.raw(ascii(`,"count":"${loss.count}","cause":"${loss.cause}"`))
    w.piece(CLOSE)
  }
}

function halves(value: bigint): { low: number; high: number } {
  return { low: Number(value & 0xffff_ffffn), high: Number((value >> 32n) & 0xffff_ffffn) }
}
