/** Whole members: the key, the attributes that all vertices have, those of the type. */
import type { ChunkHead, Scope, VertexCursor } from '../record/cursor.ts'
import { typeLow, vertexTypeHigh } from '../record/identifier.ts'
import { offsetOf } from '../record/layout.ts'
import type { LossRecord } from '../record/record.ts'
import { lossType, vertexByName, vertexTypes } from '../record/registry.ts'
import { ascii, Piece } from './byte-writer.ts'
import { IDENTIFIER_TEXT, putIdentifier, putPacket, putVertex } from './identifier-bytes.ts'
import { DATE_END, JIFFIES_AT, StampText } from './stamp-text.ts'
import { VertexTemplates } from './vertex-template.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import type { VertexContext } from './w3c-context.ts'
import { cf, provLabel } from './w3c-keys.ts'
import { writePacket } from './w3c-special.ts'
import { type Attributes, attributesOf } from './w3c-vertex.ts'

const CLOSE = 0x7d
const KEY = new Piece('"cf:')
const KEY_END = new Piece('":{')
const KEY_TO_ID = new Piece('":{"cf:id":"')
const PACKET = vertexByName('packet').bit
const PACKET_IDENTITY = offsetOf('vertex_packet', 'identity')
const LOSS_WORD = { low: typeLow(lossType), high: vertexTypeHigh(lossType) }

/** By vertex bit, what the type adds. */
const attributesByBit: (Attributes | undefined)[] = new Array(256).fill(undefined)
for (const type of vertexTypes) attributesByBit[type.bit] = attributesOf[type.name]

/** The constant part of a member between id and version. */
function typeText(type: string, scope: Scope): string {
  return `","prov:type":"${type}","cf:boot_id":${scope.bootId},"cf:machine_id":"cf:${scope.machineId}","cf:version":`
}

/**
 * Writes vertex members. What does not change from vertex to vertex is kept as finished text: type, boot
 * and machine by type, the rest as `StampText` says.
 */
export class MemberWriter {
  readonly #context: VertexContext
  readonly #templates: VertexTemplates
  readonly #typeTexts: (Uint8Array | undefined)[] = new Array(256).fill(undefined)
  #scope: Scope | undefined
  readonly #stamps: StampText

  constructor(context: VertexContext) {
    this.#context = context
    this.#stamps = new StampText(context.stamp.clock)
    this.#templates = new VertexTemplates(context)
  }

  /** Writes one member, key included, without a separator. */
  vertex(w: AttributeWriter, v: VertexCursor): void {
    if (v.bit === PACKET) {
      this.#packet(w, v)
      return
    }
    if (v.scope !== this.#scope) this.#enter(v.scope)
    this.#context.stamp.update(v.chunk)
    if (this.#templates.write(v, w)) return
    this.#write(w, v)
  }

  /** Another capture begins: nothing kept is right any more. */
  #enter(scope: Scope): void {
    this.#typeTexts.fill(undefined)
    this.#templates.clear()
    this.#scope = scope
  }

  #write(w: AttributeWriter, v: VertexCursor): void {
    const start = w.length
    w.piece(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putVertex(w.view, w.length, v.bit, v.idLow, v.idHigh, v.version, v.scope)
    w.length += IDENTIFIER_TEXT
    w.piece(KEY_TO_ID)
    w.decimal(v.idLow, v.idHigh)
    w.raw(this.#typeText(v))
    const versionAt = w.length - start
    w.decimal(v.version)
    w.raw(this.#stamps.date(v.chunk))
    const dateAt = w.length - start - DATE_END
    w.hex64(cf.taint, v.taintLow, v.taintHigh)
    const jiffiesAt = w.length - start + JIFFIES_AT
    w.raw(this.#stamps.ticks(v.chunk))
    const write = attributesByBit[v.bit] as Attributes
    write(w, v, this.#context)
    w.byte(CLOSE)
    const places = { identifierAt: KEY.length, versionAt, dateAt, jiffiesAt, hasLabel: true }
    this.#templates.keep(v, w, start, places)
  }

  #packet(w: AttributeWriter, v: VertexCursor): void {
    w.piece(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putPacket(w.view, w.length, PACKET, v.bytes, (v.at << 2) + PACKET_IDENTITY)
    w.length += IDENTIFIER_TEXT
    w.piece(KEY_END)
    writePacket(w, v, this.#context.profile)
    w.byte(CLOSE)
  }

  #typeText(v: VertexCursor): Uint8Array {
    const known = this.#typeTexts[v.bit]
    if (known !== undefined) return known
    const made = ascii(typeText(v.type.name, v.scope))
    this.#typeTexts[v.bit] = made
    return made
  }

  /** Writes the mark of a loss: an entity of a type of ours, in both profiles. */
  loss(w: AttributeWriter, loss: LossRecord, chunk: ChunkHead): void {
    const id = halves(loss.first)
    w.piece(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putIdentifier(w.view, w.length, LOSS_WORD, id, loss, 0)
    w.length += IDENTIFIER_TEXT
    w.piece(KEY_TO_ID)
    w.decimal(id.low, id.high)
    w.raw(ascii(typeText(lossType.name, loss)))
    w.decimal(0)
    w.raw(this.#stamps.date(chunk))
    w.piece(cf.epoch.bare)
    w.decimal(loss.epoch)
    w.string(cf.first, String(loss.first))
    w.string(cf.last, String(loss.last))
    w.string(cf.count, String(loss.count))
    w.string(cf.cause, loss.cause)
    w.string(provLabel, `[loss] ${loss.count} relations (${loss.cause})`)
    w.byte(CLOSE)
  }
}

function halves(value: bigint): { low: number; high: number } {
  return { low: Number(value & 0xffff_ffffn), high: Number((value >> 32n) & 0xffff_ffffn) }
}
