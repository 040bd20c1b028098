/**
 * The text of relations of one type as it was last, with what it was made from. The next one is compared
 * with that word by word, and only what differs is written over: relations count up, and their ends are
 * mostly other versions of the same objects. What the text looks like is the format's: `RelationLayout`.
 */
import { type ChunkHead, INDEX, type RelationCursor } from '../record/cursor.ts'
import { typeLow } from '../record/identifier.ts'
import type { RelationType } from '../record/registry.ts'
import { vertexByName } from '../record/registry.ts'
import {
  decimalLength,
  type Piece,
  putDecimal,
  putDigitQuad,
  putHex,
  putPiece,
} from './byte-writer.ts'
import type { ChunkStamp } from './chunk-stamp.ts'
import { putIdentifier, putIdHigh, putIdLow, putSeamEnd, seamEnd } from './identifier-bytes.ts'
import { nearIds } from './near-ids.ts'
import { RelationEndText } from './relation-end.ts'
import { blankHead, type RelationLayout } from './relation-layout.ts'

const PACKET = vertexByName('packet').bit
/** More than an offset and the tail of a relation can take. */
const TAIL_BYTES = 512
const NO_TEXT = new Uint8Array(0)
const QUOTE = 0x22
/** Where the types of the ends stand in the word that has both. */
const ENDS_MASK = 0xff_ff00
const NO_ENDS = -1
// What a module imports, V8 looks up at each use; its own constants are compiled in.
const setDigitQuad = putDigitQuad
const setSeamEnd = putSeamEnd
const WORD_INDEX = INDEX

/** Words are kept as signed integers, which V8 holds in place; unsigned ones would each be an object. */
export class RelationTemplate {
  readonly #layout: RelationLayout
  readonly #type: RelationType
  readonly #isAllowed: boolean
  readonly #hasOffset: boolean
  /** The whole text of a record. */
  text: Uint8Array = NO_TEXT
  /** Bytes of `text`. */
  length = 0
  readonly #texts = new Map<number, Uint8Array>()
  #view: DataView = new DataView(NO_TEXT.buffer)
  #identifierAt = 0
  #idAt = 0
  #idDigits = 0
  #idQuadAt = 0
  #dateAt = 0
  #jiffiesAt = 0
  #headLength = 0
  /** Where the flags begin, behind the offset if there is one. */
  #tailAt = 0
  /** The row of ids that the one that stands there is in: see `NearIds`. */
  #nearFrom = 0
  #nearCount = 0
  #nearQuad = 0
  #seamEnd = 0
  #jiffiesDigits = 0
  #jiffiesLow = 0
  #jiffiesHigh = 0
  #epoch = 0
  #dateSerial = -1
  #stampSerial = -1
  #ends = NO_ENDS
  readonly #sender = new RelationEndText()
  readonly #receiver = new RelationEndText()
  #offsetLow = 0
  #offsetHigh = 0
  #offsetDigits = 0
  #flagsLow = 0
  #flagsHigh = 0
  #taskLow = 0
  #taskHigh = 0
  #close: Piece | undefined

  /** For relations of one type, all allowed or all refused, all with an offset or all without. */
  constructor(layout: RelationLayout, { type, isAllowed, hasOffset }: RelationCursor) {
    this.#layout = layout
    this.#type = type
    this.#isAllowed = isAllowed
    this.#hasOffset = hasOffset
  }

  /**
   * Makes the text that of a record. One long function, since what it calls on the usual way must be small
   * enough to be compiled into it.
   */
  fit(relation: RelationCursor, stamp: ChunkStamp): void {
    const { words } = relation
    const at = relation.at & WORD_INDEX
    const idLow = words[at + 2] as number
    const step = ((idLow | 0) - this.#nearFrom) >>> 0
    const isNear = step < this.#nearCount && (words[at + 3] as number) === 0
    if (isNear && stamp.serial === this.#stampSerial) {
      setDigitQuad(this.#view, this.#idQuadAt, this.#nearQuad + step)
      setSeamEnd(this.#view, this.#identifierAt, this.#seamEnd, idLow)
    } else {
      this.#setHead(relation, stamp)
    }
    if (this.#isBetweenSameObjects(words, at)) {
      const view = this.#view
      const senderVersion = (words[at + 8] as number) | 0
      const receiverVersion = (words[at + 9] as number) | 0
      this.#sender.fit(view, (words[at + 4] as number) | 0, senderVersion)
      this.#receiver.fit(view, (words[at + 6] as number) | 0, receiverVersion)
    } else {
      this.#setEnds(relation)
    }
    if (this.#hasOffset && !this.#isAtOffset(words, at)) this.#setOffset(relation)
    if (!this.#hasTail(words, at, stamp)) this.#setTail(relation)
  }

  /** But for the lower halves of their ids, and their versions. */
  #isBetweenSameObjects(words: Uint32Array, at: number): boolean {
    return (
      ((words[at + 1] as number) & ENDS_MASK) === this.#ends &&
      ((words[at + 5] as number) | 0) === this.#sender.high &&
      ((words[at + 7] as number) | 0) === this.#receiver.high
    )
  }

  #isAtOffset(words: Uint32Array, at: number): boolean {
    return (
      ((words[at + 12] as number) | 0) === this.#offsetLow &&
      ((words[at + 13] as number) | 0) === this.#offsetHigh
    )
  }

  #hasTail(words: Uint32Array, at: number, stamp: ChunkStamp): boolean {
    return (
      ((words[at + 10] as number) | 0) === this.#flagsLow &&
      ((words[at + 11] as number) | 0) === this.#flagsHigh &&
      stamp.taskLow === this.#taskLow &&
      stamp.taskHigh === this.#taskHigh
    )
  }

  /** Brings in both ends: of other types, in the upper half of an id, or packets. */
  #setEnds(relation: RelationCursor): void {
    const { words, at, senderBit, receiverBit } = relation
    this.#sender.set(this.#view, relation, senderBit, 0)
    this.#receiver.set(this.#view, relation, receiverBit, 1)
    const hasPacket = senderBit === PACKET || receiverBit === PACKET
    this.#ends = hasPacket ? NO_ENDS : (words[at + 1] as number) & ENDS_MASK
    if (this.#layout.close(senderBit, receiverBit) !== this.#close) this.#setTail(relation)
  }

  #setTail({ words, at, chunk, senderBit, receiverBit }: RelationCursor): void {
    const close = this.#layout.close(senderBit, receiverBit)
    const flagsLow = words[at + 10] as number
    const flagsHigh = words[at + 11] as number
    const { taskIdLow, taskIdHigh } = chunk
    const { flagsKey, taskKey } = this.#layout
    const view = this.#view
    let end = putPiece(view, this.#tailAt, flagsKey)
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
    this.text = this.#textOf(end)
  }

  /** The text by its length, which changes back and forth with the digits of flags and tasks. */
  #textOf(length: number): Uint8Array {
    const known = this.#texts.get(length)
    if (known !== undefined) return known
    const text = new Uint8Array(this.#view.buffer, 0, length)
    this.#texts.set(length, text)
    return text
  }

  /** Brings in the offset. One of 0 or less is left out, as CamFlow does. */
  #setOffset(relation: RelationCursor): void {
    const { offsetLow, offsetHigh } = relation
    const isShown = offsetHigh < 0x8000_0000 && (offsetHigh | offsetLow) !== 0
    const digits = isShown ? decimalLength(offsetLow, offsetHigh) : 0
    this.#offsetLow = offsetLow | 0
    this.#offsetHigh = offsetHigh | 0
    if (digits !== this.#offsetDigits) this.#makeRoomForOffset(relation, digits)
    const at = this.#headLength + this.#layout.offsetKey.length
    if (isShown) putDecimal(this.#view, at, offsetLow, offsetHigh)
  }

  /** Moves the tail behind an offset. What follows a piece is written after it: it may overwrite that. */
  #makeRoomForOffset(relation: RelationCursor, digits: number): void {
    this.#offsetDigits = digits
    this.#tailAt = this.#headLength
    if (digits > 0) {
      const end = putPiece(this.#view, this.#headLength, this.#layout.offsetKey) + digits
      this.#view.setUint8(end, QUOTE)
      this.#tailAt = end + 1
    }
    this.#setTail(relation)
  }

  /** Brings in the id and the time of the chunk, in another text if there is no room in this one. */
  #setHead(relation: RelationCursor, stamp: ChunkStamp): void {
    const { idLow, idHigh, chunk, scope } = relation
    const hasRoom = decimalLength(idLow, idHigh) === this.#idDigits
    if (stamp.serial !== this.#stampSerial || !hasRoom) {
      const isOfEpoch = (chunk.epoch | 0) === this.#epoch
      if (!(hasRoom && isOfEpoch && this.#fitTicks(chunk))) this.#render(relation)
      this.#setDate(stamp)
      this.#stampSerial = stamp.serial
    }
    const view = this.#view
    putDecimal(view, this.#idAt, idLow, idHigh)
    putIdLow(view, this.#identifierAt, this.#seamEnd, idLow)
    putIdHigh(view, this.#identifierAt, idHigh, scope.bootId)
    const near = nearIds(idLow, idHigh)
    this.#nearFrom = near.from
    this.#nearCount = near.count
    this.#nearQuad = near.quad
  }

  #setDate({ clock }: ChunkStamp): void {
    if (clock.serial === this.#dateSerial) return
    new Uint8Array(this.#view.buffer).set(clock.text, this.#dateAt)
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
    const head = blankHead(this.#layout, relation, this.#type, this.#isAllowed, TAIL_BYTES)
    const { places } = head
    this.#view = head.view
    this.#texts.clear()
    this.#idDigits = decimalLength(idLow, idHigh)
    this.#jiffiesDigits = decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh)
    this.#identifierAt = places.identifier
    this.#idAt = places.id
    this.#idQuadAt = places.id + this.#idDigits - 4
    this.#sender.place(places.sender)
    this.#receiver.place(places.receiver)
    this.#dateAt = places.date
    this.#jiffiesAt = places.jiffies
    this.#headLength = this.#tailAt = head.length
    this.#epoch = chunk.epoch | 0
    this.#dateSerial = -1
    this.#ends = NO_ENDS
    this.#offsetLow = this.#offsetHigh = this.#offsetDigits = 0
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
