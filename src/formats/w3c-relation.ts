/**
 * The PROV-JSON member of one relation. Relations are nine records out of ten, so this is the hottest
 * code of user space: each type keeps its member as a template, which is copied whole and then written
 * over where it differs. Attributes and their order: output-formats specification §4.2.
 */
import type { ChunkHead, RelationCursor, Scope } from '../record/cursor.ts'
import { typeLow } from '../record/identifier.ts'
import type { RelationType } from '../record/registry.ts'
import { vertexByName } from '../record/registry.ts'
import {
  ascii,
  ByteWriter,
  decimalLength,
  Piece,
  putDecimal,
  putHex,
  putPiece,
} from './byte-writer.ts'
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
const OFFSET_KEY = new Piece(',"cf:offset":"')
const FLAGS_KEY = new Piece(',"cf:flags":"')
const TASK_KEY = new Piece('","cf:task_id":"')
const QUOTE = 0x22
const CLOSE = new Piece('"}')
/** More than what follows the ends can take: offset, flags, task id and their keys. */
const TAIL_BYTES = 128
const KEY_BYTES = 4

/** The member of one relation type as it was last, with the places where records differ. */
class RelationTemplate {
  readonly type: RelationType
  readonly isAllowed: boolean
  /** The whole member; the tail is that of the last record without an offset. */
  text: Uint8Array = new Uint8Array(0)
  /** Bytes of `text` before the tail. */
  headLength = 0
  #view: DataView = new DataView(new ArrayBuffer(0))
  #flagsLow = 0
  #flagsHigh = 0
  #taskLow = 0
  #taskHigh = 0
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

  /** Makes the tail fit a record without an offset. */
  fitTail(relation: RelationCursor): void {
    const { chunk, flagsLow, flagsHigh } = relation
    const isSame =
      flagsLow === this.#flagsLow &&
      flagsHigh === this.#flagsHigh &&
      chunk.taskIdLow === this.#taskLow &&
      chunk.taskIdHigh === this.#taskHigh
    if (!isSame) this.#setTail(relation)
  }

  #setTail(relation: RelationCursor): void {
    const { chunk } = relation
    this.#flagsLow = relation.flagsLow
    this.#flagsHigh = relation.flagsHigh
    this.#taskLow = chunk.taskIdLow
    this.#taskHigh = chunk.taskIdHigh
    const length = putTail(this.#view, this.headLength, relation)
    if (length !== this.text.length) this.text = new Uint8Array(this.#view.buffer, 0, length)
  }

  #setJiffies(chunk: ChunkHead): void {
    putDecimal(this.#view, this.jiffiesAt, chunk.jiffiesLow, chunk.jiffiesHigh)
    this.jiffiesLow = chunk.jiffiesLow
    this.jiffiesHigh = chunk.jiffiesHigh
  }

  #setDate(clock: ClockText): void {
    this.text.set(clock.text, this.dateAt)
    this.dateSerial = clock.serial
  }

  #render(relation: RelationCursor, idDigits: number, clock: ClockText): void {
    const { type } = this
    const { chunk, scope, endScope } = relation
    const writer = new ByteWriter(512)
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
    writer.reserve(TAIL_BYTES)
    this.#view = writer.view
    this.headLength = writer.length
    this.text = new Uint8Array(0)
    this.#setTail(relation)
    this.idDigits = idDigits
    this.jiffiesDigits = jiffies.length
    this.epoch = chunk.epoch
    const word = { low: typeLow(type), high: type.family.typeHigh }
    const zero = { low: 0, high: 0 }
    putIdentifier(this.#view, KEY_BYTES, word, zero, scope, 0)
    putVertex(this.#view, this.senderAt, 0, 0, 0, 0, endScope)
    putVertex(this.#view, this.receiverAt, 0, 0, 0, 0, endScope)
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
    const hasOffset = isOffsetShown(relation)
    if (!hasOffset) template.fitTail(relation)
    const { text, headLength } = template
    writer.reserve(text.length + TAIL_BYTES)
    const { view, length: at } = writer
    writer.bytes.set(text, at)
    const { typeHigh } = template.type.family
    patchId(view, at + KEY_BYTES, typeHigh, idLow, idHigh, relation.scope.bootId)
    putDecimal(view, at + template.idAt, idLow, idHigh)
    putSender(view, at + template.senderAt, relation, relation.endScope)
    putReceiver(view, at + template.receiverAt, relation, relation.endScope)
    writer.length = hasOffset ? putOffset(view, at + headLength, relation) : at + text.length
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

function putSender(view: DataView, at: number, relation: RelationCursor, scope: Scope): void {
  const bit = relation.senderBit
  if (bit === PACKET) {
    putPacket(view, at, bit, relation.bytes, relation.packetStart)
    return
  }
  const { senderLow, senderHigh, senderVersion } = relation
  patchVertex(view, at, bit, senderLow, senderHigh, senderVersion, scope.bootId)
}

function putReceiver(view: DataView, at: number, relation: RelationCursor, scope: Scope): void {
  const bit = relation.receiverBit
  if (bit === PACKET) {
    putPacket(view, at, bit, relation.bytes, relation.packetStart)
    return
  }
  const { receiverLow, receiverHigh, receiverVersion } = relation
  patchVertex(view, at, bit, receiverLow, receiverHigh, receiverVersion, scope.bootId)
}

/** An offset of 0 or less is left out, as CamFlow does. */
function isOffsetShown(relation: RelationCursor): boolean {
  if (!relation.hasOffset) return false
  const { offsetLow, offsetHigh } = relation
  return offsetHigh < 0x8000_0000 && (offsetHigh | offsetLow) !== 0
}

function putOffset(view: DataView, start: number, relation: RelationCursor): number {
  let at = putPiece(view, start, OFFSET_KEY)
  at = putDecimal(view, at, relation.offsetLow, relation.offsetHigh)
  view.setUint8(at++, QUOTE)
  return putTail(view, at, relation)
}

function putTail(view: DataView, start: number, relation: RelationCursor): number {
  let at = putPiece(view, start, FLAGS_KEY)
  at = putHex(view, at, relation.flagsLow, relation.flagsHigh)
  at = putPiece(view, at, TASK_KEY)
  at = putDecimal(view, at, relation.chunk.taskIdLow, relation.chunk.taskIdHigh)
  return putPiece(view, at, CLOSE)
}
