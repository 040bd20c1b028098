/**
 * The PROV-JSON member of one relation. Relations are nine records out of ten, so this is the hottest
 * code of user space: each type keeps its member as a template, which is copied whole and then written
 * over where it differs. Attributes and their order: output-formats specification §4.2.
 */
import type { ChunkHead, RelationCursor, Scope } from '../record/cursor.ts'
import { typeLow } from '../record/identifier.ts'
import type { RelationType } from '../record/registry.ts'
import { vertexByName } from '../record/registry.ts'
import type { ByteWriter } from './byte-writer.ts'
import { ascii, decimalLength, putDecimal, putHex, ByteWriter as Writer } from './byte-writer.ts'
import type { ClockText } from './clock-text.ts'
import { DATE_BYTES } from './clock-text.ts'
import {
  IDENTIFIER_TEXT,
  patchId,
  patchVertex,
  putIdentifier,
  putPacket,
  putVertex,
} from './identifier-bytes.ts'

const PACKET = vertexByName('packet').bit
const OFFSET_KEY = ascii(',"cf:offset":"')
const FLAGS_KEY = ascii('"cf:flags":"')
const TASK_KEY = ascii('","cf:task_id":"')
const QUOTE = 0x22
const COMMA = 0x2c
const CLOSE = ascii('"}')
/** More than what follows the template can take: offset, flags, task id and their keys. */
const TAIL_BYTES = 128
const KEY_BYTES = 4

/** The member of one relation type up to its ends, with the places where records differ. */
class RelationTemplate {
  readonly type: RelationType
  readonly isAllowed: boolean
  bytes: Uint8Array = new Uint8Array(0)
  idDigits = 0
  jiffiesDigits = 0
  jiffiesLow = 0
  jiffiesHigh = 0
  epoch = 0
  dateSerial = -1
  idAt = 0
  dateAt = 0
  jiffiesAt = 0
  senderAt = 0
  receiverAt = 0

  constructor(type: RelationType, isAllowed: boolean) {
    this.type = type
    this.isAllowed = isAllowed
  }

  /** Makes the template fit a record: the same number of digits, the chunk's date, ticks and epoch. */
  fit(relation: RelationCursor, idDigits: number, clock: ClockText): void {
    const { chunk } = relation
    if (idDigits !== this.idDigits || chunk.epoch !== this.epoch) {
      this.#render(relation, idDigits, clock)
      return
    }
    if (chunk.jiffiesLow !== this.jiffiesLow || chunk.jiffiesHigh !== this.jiffiesHigh) {
      if (decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh) !== this.jiffiesDigits) {
        this.#render(relation, idDigits, clock)
        return
      }
      this.#setJiffies(chunk)
    }
    if (clock.serial !== this.dateSerial) this.#setDate(clock)
  }

  #setJiffies(chunk: ChunkHead): void {
    putDecimal(this.bytes, this.jiffiesAt, chunk.jiffiesLow, chunk.jiffiesHigh)
    this.jiffiesLow = chunk.jiffiesLow
    this.jiffiesHigh = chunk.jiffiesHigh
  }

  #setDate(clock: ClockText): void {
    for (let i = 0; i < DATE_BYTES; i++) this.bytes[this.dateAt + i] = clock.text[i] as number
    this.dateSerial = clock.serial
  }

  #render(relation: RelationCursor, idDigits: number, clock: ClockText): void {
    const { type } = this
    const { chunk, scope, endScope } = relation
    const writer = new Writer(512)
    const put = (text: string) => {
      writer.raw(ascii(text))
      return writer.length
    }
    const jiffies = chunk.jiffies.toString()
    const identifier = '.'.repeat(IDENTIFIER_TEXT)
    put(`"cf:${identifier}":{"cf:id":"`)
    this.idAt = writer.length
    put(`${'0'.repeat(idDigits)}","prov:type":"${type.name}","cf:boot_id":${scope.bootId}`)
    this.dateAt = put(`,"cf:machine_id":"cf:${scope.machineId}","cf:date":"`)
    this.jiffiesAt = put(`${'0'.repeat(DATE_BYTES)}","cf:jiffies":"`)
    put(`${jiffies}","cf:epoch":${chunk.epoch},"prov:label":"${type.name}"`)
    this.senderAt = put(`,"cf:allowed":"${this.isAllowed}","${type.family.senderKey}":"cf:`)
    this.receiverAt = put(`${identifier}","${type.family.receiverKey}":"cf:`)
    put(`${identifier}"`)
    this.bytes = Uint8Array.from(writer.bytes.subarray(0, writer.length))
    this.idDigits = idDigits
    this.jiffiesDigits = jiffies.length
    this.epoch = chunk.epoch
    const word = { low: typeLow(type), high: type.family.typeHigh }
    const zero = { low: 0, high: 0 }
    putIdentifier(this.bytes, KEY_BYTES, word, zero, scope, 0)
    putVertex(this.bytes, this.senderAt, 0, 0, 0, 0, endScope)
    putVertex(this.bytes, this.receiverAt, 0, 0, 0, 0, endScope)
    this.#setJiffies(chunk)
    this.#setDate(clock)
  }
}

/** Writes relations. */
export class RelationWriter {
  readonly #clock: ClockText
  /** By `code << 1 | allowed`. */
  readonly #templates: (RelationTemplate | undefined)[] = new Array(512).fill(undefined)

  constructor(clock: ClockText) {
    this.#clock = clock
  }

  /** Writes one member, key included, without a separator. */
  write(writer: ByteWriter, relation: RelationCursor): void {
    const clock = this.#clock
    clock.update(relation.chunk)
    const { idLow, idHigh } = relation
    const template = this.#templateOf(relation)
    template.fit(relation, decimalLength(idLow, idHigh), clock)
    const head = template.bytes
    writer.reserve(head.length + TAIL_BYTES)
    const { bytes, length: at } = writer
    bytes.set(head, at)
    const { typeHigh } = template.type.family
    patchId(bytes, at + KEY_BYTES, typeHigh, idLow, idHigh, relation.scope.bootId)
    putDecimal(bytes, at + template.idAt, idLow, idHigh)
    putSender(bytes, at + template.senderAt, relation, relation.endScope)
    putReceiver(bytes, at + template.receiverAt, relation, relation.endScope)
    writer.length = putTail(bytes, at + head.length, relation)
  }

  #templateOf(relation: RelationCursor): RelationTemplate {
    const { isAllowed } = relation
    const index = (relation.code << 1) | (isAllowed ? 1 : 0)
    const known = this.#templates[index]
    if (known !== undefined) return known
    const made = new RelationTemplate(relation.type, isAllowed)
    this.#templates[index] = made
    return made
  }
}

function putSender(bytes: Uint8Array, at: number, relation: RelationCursor, scope: Scope): void {
  const bit = relation.senderBit
  if (bit === PACKET) {
    putPacket(bytes, at, bit, relation.bytes, relation.packetStart)
    return
  }
  const { senderLow, senderHigh, senderVersion } = relation
  patchVertex(bytes, at, bit, senderLow, senderHigh, senderVersion, scope.bootId)
}

function putReceiver(bytes: Uint8Array, at: number, relation: RelationCursor, scope: Scope): void {
  const bit = relation.receiverBit
  if (bit === PACKET) {
    putPacket(bytes, at, bit, relation.bytes, relation.packetStart)
    return
  }
  const { receiverLow, receiverHigh, receiverVersion } = relation
  patchVertex(bytes, at, bit, receiverLow, receiverHigh, receiverVersion, scope.bootId)
}

function putTail(bytes: Uint8Array, start: number, relation: RelationCursor): number {
  let at = start
  const { offsetHigh } = relation
  if (relation.hasOffset && offsetHigh < 0x8000_0000 && (offsetHigh | relation.offsetLow) !== 0) {
    at = putBytes(bytes, at, OFFSET_KEY)
    at = putDecimal(bytes, at, relation.offsetLow, offsetHigh)
    bytes[at++] = QUOTE
  }
  bytes[at++] = COMMA
  at = putBytes(bytes, at, FLAGS_KEY)
  at = putHex(bytes, at, relation.flagsLow, relation.flagsHigh)
  at = putBytes(bytes, at, TASK_KEY)
  at = putDecimal(bytes, at, relation.chunk.taskIdLow, relation.chunk.taskIdHigh)
  return putBytes(bytes, at, CLOSE)
}

function putBytes(bytes: Uint8Array, at: number, source: Uint8Array): number {
  for (let i = 0; i < source.length; i++) bytes[at + i] = source[i] as number
  return at + source.length
}
