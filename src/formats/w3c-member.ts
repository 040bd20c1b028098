/** Whole members: the key, the attributes that all vertices have, those of the type. */
import type { ChunkHead, Scope, VertexCursor } from '../record/cursor.ts'
import { typeLow, vertexTypeHigh } from '../record/identifier.ts'
import { offsetOf } from '../record/layout.ts'
import type { LossRecord } from '../record/record.ts'
import { lossType, vertexByName, vertexTypes } from '../record/registry.ts'
import { ascii } from './byte-writer.ts'
import { DATE_BYTES } from './clock-text.ts'
import { IDENTIFIER_TEXT, putIdentifier, putPacket, putVertex } from './identifier-bytes.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import type { VertexContext } from './w3c-context.ts'
import { cf, provLabel } from './w3c-keys.ts'
import { writePacket } from './w3c-special.ts'
import { type Attributes, attributesOf } from './w3c-vertex.ts'

const CLOSE = 0x7d
const KEY = ascii('"cf:')
const KEY_END = ascii('":{')
const KEY_TO_ID = ascii('":{"cf:id":"')
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
 * and machine by type, date by second, ticks and epoch by chunk.
 */
export class MemberWriter {
  readonly #context: VertexContext
  readonly #typeTexts: (Uint8Array | undefined)[] = new Array(256).fill(undefined)
  #scope: Scope | undefined
  readonly #date = ascii(`,"cf:date":"${'0'.repeat(DATE_BYTES)}"`)
  #dateSerial = -1
  #ticks: Uint8Array = new Uint8Array(0)
  #jiffiesLow = 0
  #jiffiesHigh = 0
  #epoch = 0

  constructor(context: VertexContext) {
    this.#context = context
  }

  /** Writes one member, key included, without a separator. */
  vertex(w: AttributeWriter, v: VertexCursor): void {
    if (v.bit === PACKET) {
      this.#packet(w, v)
      return
    }
    w.raw(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putVertex(w.bytes, w.length, v.bit, v.idLow, v.idHigh, v.version, v.scope)
    w.length += IDENTIFIER_TEXT
    w.raw(KEY_TO_ID)
    w.decimal(v.idLow, v.idHigh)
    w.raw(this.#typeText(v))
    w.decimal(v.version)
    w.raw(this.#dateText(v.chunk))
    w.hex64(cf.taint, v.taintLow, v.taintHigh)
    w.raw(this.#tickText(v.chunk))
    const write = attributesByBit[v.bit] as Attributes
    write(w, v, this.#context)
    w.byte(CLOSE)
  }

  #packet(w: AttributeWriter, v: VertexCursor): void {
    w.raw(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putPacket(w.bytes, w.length, PACKET, v.bytes, (v.at << 2) + PACKET_IDENTITY)
    w.length += IDENTIFIER_TEXT
    w.raw(KEY_END)
    writePacket(w, v, this.#context.profile)
    w.byte(CLOSE)
  }

  #typeText(v: VertexCursor): Uint8Array {
    if (v.scope !== this.#scope) {
      this.#typeTexts.fill(undefined)
      this.#scope = v.scope
    }
    const known = this.#typeTexts[v.bit]
    if (known !== undefined) return known
    const made = ascii(typeText(v.type.name, v.scope))
    this.#typeTexts[v.bit] = made
    return made
  }

  #dateText(chunk: ChunkHead): Uint8Array {
    const { clock } = this.#context
    clock.update(chunk)
    if (clock.serial !== this.#dateSerial) {
      this.#date.set(clock.text, this.#date.length - DATE_BYTES - 1)
      this.#dateSerial = clock.serial
    }
    return this.#date
  }

  #tickText(chunk: ChunkHead): Uint8Array {
    const { jiffiesLow, jiffiesHigh, epoch } = chunk
    const isSame =
      jiffiesLow === this.#jiffiesLow && jiffiesHigh === this.#jiffiesHigh && epoch === this.#epoch
    if (isSame && this.#ticks.length > 0) return this.#ticks
    this.#jiffiesLow = jiffiesLow
    this.#jiffiesHigh = jiffiesHigh
    this.#epoch = epoch
    this.#ticks = ascii(`,"cf:jiffies":"${chunk.jiffies}","cf:epoch":${epoch}`)
    return this.#ticks
  }

  /** Writes the mark of a loss: an entity of a type of ours, in both profiles. */
  loss(w: AttributeWriter, loss: LossRecord, chunk: ChunkHead): void {
    const id = halves(loss.first)
    w.raw(KEY)
    w.reserve(IDENTIFIER_TEXT)
    putIdentifier(w.bytes, w.length, LOSS_WORD, id, loss, 0)
    w.length += IDENTIFIER_TEXT
    w.raw(KEY_TO_ID)
    w.decimal(id.low, id.high)
    w.raw(ascii(typeText(lossType.name, loss)))
    w.decimal(0)
    w.raw(this.#dateText(chunk))
    w.raw(cf.epoch)
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
