/**
 * The text of relations of one type as it was last, with what it was made from. The next one is compared
 * with that word by word, and only what differs is written over: relations count up, and their ends are
 * mostly other versions of the same objects. What the text looks like is the format's: `RelationLayout`.
 */
import type { ChunkHead, RelationCursor } from '../record/cursor.ts'
import { typeLow } from '../record/identifier.ts'
import type { RelationType } from '../record/registry.ts'
import { vertexByName } from '../record/registry.ts'
import {
  ascii,
  ByteWriter,
  decimalLength,
  type Piece,
  putDecimal,
  putDigitPair,
  putHex,
  putPiece,
} from './byte-writer.ts'
import type { ClockText } from './clock-text.ts'
import { DATE_BYTES } from './clock-text.ts'
import {
  IDENTIFIER_TEXT,
  putIdentifier,
  putIdHigh,
  putIdLow,
  putPacket,
  putSeamEnd,
  putVersion,
  putVertex,
  seamEnd,
  vertexSeamEnd,
} from './identifier-bytes.ts'
import type { RelationLayout } from './relation-layout.ts'

const PACKET = vertexByName('packet').bit
/** More than the tail of a relation can take, or the text of an offset. */
export const TAIL_BYTES = 256
const FIRST_BYTES = 1024
const NO_TEXT = new Uint8Array(0)
/** Where the types of the ends stand in the word that has both. */
const ENDS_MASK = 0xff_ff00
const NO_ENDS = -1
// What a module imports, V8 looks up at each use; its own constants are compiled in.
const setDigitPair = putDigitPair
const setSeamEnd = putSeamEnd
const setIdLow = putIdLow
const setVersion = putVersion

/** Words are kept as signed integers, which V8 holds in place; unsigned ones would each be an object. */
export class RelationTemplate {
  readonly #layout: RelationLayout
  readonly #type: RelationType
  readonly #isAllowed: boolean
  /** The whole text of a record without an offset. */
  text: Uint8Array = NO_TEXT
  /** What follows the offset. */
  tail: Uint8Array = NO_TEXT
  /** Bytes of `text`. */
  length = 0
  /** Bytes of `text` before the tail. */
  headLength = 0
  #view: DataView = new DataView(NO_TEXT.buffer)
  #identifierAt = 0
  #idAt = 0
  #idDigits = 0
  #idPairAt = 0
  #senderAt = 0
  #receiverAt = 0
  #dateAt = 0
  #jiffiesAt = 0
  /** The id that stands there without its last two digits; -1: no id that could be compared. */
  #hundreds = -1
  #idUpper = 0
  #seamEnd = 0
  #jiffiesDigits = 0
  #jiffiesLow = 0
  #jiffiesHigh = 0
  #epoch = 0
  #dateSerial = -1
  #ends = NO_ENDS
  #senderLow = 0
  #senderHigh = 0
  #senderVersion = 0
  #senderSeamEnd = 0
  #receiverLow = 0
  #receiverHigh = 0
  #receiverVersion = 0
  #receiverSeamEnd = 0
  #flagsLow = 0
  #flagsHigh = 0
  #taskLow = 0
  #taskHigh = 0
  #close: Piece | undefined

  constructor(layout: RelationLayout, type: RelationType, isAllowed: boolean) {
    this.#layout = layout
    this.#type = type
    this.#isAllowed = isAllowed
  }

  /**
   * Makes the text that of a record, its offset left out. One long function, since what it calls on the usual
   * way must be small enough to be compiled into it.
   */
  fit(relation: RelationCursor, clock: ClockText): void {
    const { words, at, chunk } = relation
    const idLow = words[at + 2] as number
    const hundreds = (idLow / 100) | 0
    const isNear =
      hundreds === this.#hundreds &&
      idLow >>> 8 === this.#idUpper &&
      (words[at + 3] as number) === 0 &&
      (chunk.jiffiesLow | 0) === this.#jiffiesLow &&
      (chunk.jiffiesHigh | 0) === this.#jiffiesHigh &&
      (chunk.epoch | 0) === this.#epoch &&
      clock.serial === this.#dateSerial
    if (isNear) {
      setDigitPair(this.#view, this.#idPairAt, idLow - hundreds * 100)
      setSeamEnd(this.#view, this.#identifierAt, this.#seamEnd, idLow)
    } else {
      this.#setHead(relation, clock)
    }
    const isOfSameObjects =
      ((words[at + 1] as number) & ENDS_MASK) === this.#ends &&
      ((words[at + 5] as number) | 0) === this.#senderHigh &&
      ((words[at + 7] as number) | 0) === this.#receiverHigh
    if (isOfSameObjects) {
      const senderLow = (words[at + 4] as number) | 0
      const receiverLow = (words[at + 6] as number) | 0
      const senderVersion = (words[at + 8] as number) | 0
      const receiverVersion = (words[at + 9] as number) | 0
      if (senderLow !== this.#senderLow) {
        this.#senderLow = senderLow
        setIdLow(this.#view, this.#senderAt, this.#senderSeamEnd, senderLow)
      }
      if (receiverLow !== this.#receiverLow) {
        this.#receiverLow = receiverLow
        setIdLow(this.#view, this.#receiverAt, this.#receiverSeamEnd, receiverLow)
      }
      if (senderVersion !== this.#senderVersion) {
        this.#senderVersion = senderVersion
        setVersion(this.#view, this.#senderAt, senderVersion)
      }
      if (receiverVersion !== this.#receiverVersion) {
        this.#receiverVersion = receiverVersion
        setVersion(this.#view, this.#receiverAt, receiverVersion)
      }
    } else {
      this.#setEnds(relation)
    }
    if (!this.#hasTailOf(relation)) this.#setTail(relation)
  }

  #hasTailOf({ words, at, chunk }: RelationCursor): boolean {
    return (
      ((words[at + 10] as number) | 0) === this.#flagsLow &&
      ((words[at + 11] as number) | 0) === this.#flagsHigh &&
      (chunk.taskIdLow | 0) === this.#taskLow &&
      (chunk.taskIdHigh | 0) === this.#taskHigh
    )
  }

  /** Brings in both ends: of other types, in the upper half of an id, or packets. */
  #setEnds(relation: RelationCursor): void {
    const { words, at, senderBit, receiverBit } = relation
    const { senderLow, senderHigh, senderVersion } = relation
    const { receiverLow, receiverHigh, receiverVersion } = relation
    this.#setEnd(this.#senderAt, relation, senderBit, senderLow, senderHigh, senderVersion)
    this.#setEnd(
      this.#receiverAt,
      relation,
      receiverBit,
      receiverLow,
      receiverHigh,
      receiverVersion,
    )
    this.#senderSeamEnd = vertexSeamEnd(senderBit)
    this.#senderLow = senderLow | 0
    this.#senderHigh = senderHigh | 0
    this.#senderVersion = senderVersion | 0
    this.#receiverSeamEnd = vertexSeamEnd(receiverBit)
    this.#receiverLow = receiverLow | 0
    this.#receiverHigh = receiverHigh | 0
    this.#receiverVersion = receiverVersion | 0
    const hasPacket = senderBit === PACKET || receiverBit === PACKET
    this.#ends = hasPacket ? NO_ENDS : (words[at + 1] as number) & ENDS_MASK
    if (this.#layout.close(senderBit, receiverBit) !== this.#close) this.#setTail(relation)
  }

  #setEnd(
    at: number,
    { endScope, bytes, packetStart }: RelationCursor,
    bit: number,
    low: number,
    high: number,
    version: number,
  ): void {
    if (bit === PACKET) putPacket(this.#view, at, bit, bytes, packetStart)
    else putVertex(this.#view, at, bit, low, high, version, endScope)
  }

  #setTail({ words, at, chunk, senderBit, receiverBit }: RelationCursor): void {
    const close = this.#layout.close(senderBit, receiverBit)
    const flagsLow = words[at + 10] as number
    const flagsHigh = words[at + 11] as number
    const { taskIdLow, taskIdHigh } = chunk
    const { flagsKey, taskKey } = this.#layout
    const view = this.#view
    let end = putPiece(view, this.headLength, flagsKey)
    end = putHex(view, end, flagsLow, flagsHigh)
    end = putPiece(view, end, taskKey)
    end = putDecimal(view, end, taskIdLow, taskIdHigh)
    end = putPiece(view, end, close)
    this.#flagsLow = flagsLow | 0
    this.#flagsHigh = flagsHigh | 0
    this.#taskLow = taskIdLow | 0
    this.#taskHigh = taskIdHigh | 0
    this.#close = close
    if (end === this.length) return
    this.length = end
    this.text = new Uint8Array(view.buffer, 0, end)
    this.tail = new Uint8Array(view.buffer, this.headLength, end - this.headLength)
  }

  /** Brings in the id and the time of the chunk, in another text if there is no room in this one. */
  #setHead(relation: RelationCursor, clock: ClockText): void {
    const { idLow, idHigh, chunk, scope } = relation
    const isOfEpoch = (chunk.epoch | 0) === this.#epoch
    const hasRoom = isOfEpoch && decimalLength(idLow, idHigh) === this.#idDigits
    if (!(hasRoom && this.#fitTicks(chunk))) this.#render(relation)
    const view = this.#view
    putDecimal(view, this.#idAt, idLow, idHigh)
    putIdLow(view, this.#identifierAt, this.#seamEnd, idLow)
    putIdHigh(view, this.#identifierAt, idHigh, scope.bootId)
    // The last two digits stand for themselves only where there are others before them.
    this.#hundreds = idHigh === 0 && idLow >= 100 ? (idLow / 100) | 0 : -1
    this.#idUpper = idLow >>> 8
    if (clock.serial === this.#dateSerial) return
    new Uint8Array(view.buffer).set(clock.text, this.#dateAt)
    this.#dateSerial = clock.serial
  }

  /** @returns whether there is room for the ticks. */
  #fitTicks({ jiffiesLow, jiffiesHigh }: ChunkHead): boolean {
    const isSame = (jiffiesLow | 0) === this.#jiffiesLow && (jiffiesHigh | 0) === this.#jiffiesHigh
    if (isSame) return true
    if (decimalLength(jiffiesLow, jiffiesHigh) !== this.#jiffiesDigits) return false
    putDecimal(this.#view, this.#jiffiesAt, jiffiesLow, jiffiesHigh)
    this.#jiffiesLow = jiffiesLow | 0
    this.#jiffiesHigh = jiffiesHigh | 0
    return true
  }

  /** Makes another text, in which nothing is right yet but what never differs. */
  #render(relation: RelationCursor): void {
    const { chunk, scope, idLow, idHigh } = relation
    const writer = new ByteWriter(FIRST_BYTES)
    this.#idDigits = decimalLength(idLow, idHigh)
    this.#jiffiesDigits = decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh)
    const widths = {
      ...{ identifier: IDENTIFIER_TEXT, sender: IDENTIFIER_TEXT, receiver: IDENTIFIER_TEXT },
      ...{ id: this.#idDigits, date: DATE_BYTES, jiffies: this.#jiffiesDigits },
    }
    const places = { identifier: 0, id: 0, sender: 0, receiver: 0, date: 0, jiffies: 0 }
    for (const part of this.#layout.head(relation, this.#type, this.#isAllowed)) {
      if (typeof part !== 'string') places[part.slot] = writer.length
      writer.raw(ascii(typeof part === 'string' ? part : '.'.repeat(widths[part.slot])))
    }
    writer.reserve(TAIL_BYTES)
    this.#view = writer.view
    this.#identifierAt = places.identifier
    this.#idAt = places.id
    this.#idPairAt = places.id + this.#idDigits - 2
    this.#senderAt = places.sender
    this.#receiverAt = places.receiver
    this.#dateAt = places.date
    this.#jiffiesAt = places.jiffies
    this.headLength = writer.length
    this.#epoch = chunk.epoch | 0
    this.#dateSerial = -1
    this.#ends = NO_ENDS
    this.#close = undefined
    this.length = 0
    const { typeHigh } = this.#type.family
    const word = { low: typeLow(this.#type), high: typeHigh }
    putIdentifier(this.#view, places.identifier, word, { low: idLow, high: idHigh }, scope, 0)
    this.#seamEnd = seamEnd(typeHigh)
    // Other ticks than those of the chunk, so that they are written.
    this.#jiffiesLow = ~chunk.jiffiesLow
    this.#fitTicks(chunk)
  }
}
