/**
 * The text of one relation. Relations are two records out of three, so this is the hottest code of user
 * space: each type keeps its text as it was last, which is copied whole and then written over where the
 * next one differs. What the text looks like is the format's: see `RelationLayout`.
 */
import { ANY_WORD, type ChunkHead, type RelationCursor } from '../record/cursor.ts'
import { typeLow } from '../record/identifier.ts'
import type { RelationType } from '../record/registry.ts'
import { vertexByName } from '../record/registry.ts'
import {
  ascii,
  ByteWriter,
  decimalLength,
  type Piece,
  putDecimal,
  putHex,
  putPiece,
} from './byte-writer.ts'
import type { ClockText } from './clock-text.ts'
import { DATE_BYTES } from './clock-text.ts'
import { EndText, IdText, RelationText } from './id-texts.ts'
import { IDENTIFIER_TEXT } from './identifier-bytes.ts'

/** A place where relations of one type differ: its identifier, its id in decimal, its ends, its time. */
export type RelationSlot = 'identifier' | 'id' | 'sender' | 'receiver' | 'date' | 'jiffies'

/** Constant text, or a place. */
export type RelationPart = string | { readonly slot: RelationSlot }

/** How a format writes relations: a head with one place of each kind, then a tail. */
export interface RelationLayout {
  head(relation: RelationCursor, type: RelationType, isAllowed: boolean): readonly RelationPart[]
  /** Before the offset, where there is one; closed by a quote. */
  readonly offsetKey: Piece
  readonly flagsKey: Piece
  /** Closes the flags, and comes before the id of the task. */
  readonly taskKey: Piece
  /** What follows the id of the task; the bits are those of the ends. */
  close(senderBit: number, receiverBit: number): Piece
}

const PACKET = vertexByName('packet').bit
const QUOTE = 0x22
/** More than what follows the head can take. */
const TAIL_BYTES = 256
const FIRST_BYTES = 1024

/** The text of one relation type as it was last, with the places where records differ. */
class RelationTemplate {
  readonly #layout: RelationLayout
  readonly #type: RelationType
  readonly #isAllowed: boolean
  /** The whole text; the tail is that of the last record without an offset. */
  text: Uint8Array = new Uint8Array(0)
  /** Bytes of `text` before the tail. */
  headLength = 0
  #dateAt = 0
  #jiffiesAt = 0
  #view: DataView = new DataView(new ArrayBuffer(0))
  #id: IdText | undefined
  #identifier: RelationText | undefined
  #sender: EndText | undefined
  #receiver: EndText | undefined
  #jiffiesDigits = 0
  #jiffiesLow = ANY_WORD
  #jiffiesHigh = ANY_WORD
  #epoch = 0
  #dateSerial = -1
  #flagsLow = ANY_WORD
  #flagsHigh = ANY_WORD
  #taskLow = ANY_WORD
  #taskHigh = ANY_WORD
  #ends = 0

  constructor(layout: RelationLayout, type: RelationType, isAllowed: boolean) {
    this.#layout = layout
    this.#type = type
    this.#isAllowed = isAllowed
  }

  /** Makes the head that of a record. */
  fit(relation: RelationCursor, clock: ClockText): void {
    const { idLow, idHigh, chunk } = relation
    const isFit = this.#id?.fits(idLow, idHigh) && chunk.epoch === this.#epoch
    if (!isFit || !this.#fitStamp(chunk, clock)) this.#render(relation, clock)
    this.#id?.show(idLow, idHigh)
    this.#identifier?.show(idLow, idHigh)
    this.#showSender(relation)
    this.#showReceiver(relation)
  }

  #showSender(relation: RelationCursor): void {
    const bit = relation.senderBit
    if (bit === PACKET) this.#sender?.showPacket(bit, relation.bytes, relation.packetStart)
    else this.#sender?.show(bit, relation.senderLow, relation.senderHigh, relation.senderVersion)
  }

  #showReceiver(relation: RelationCursor): void {
    const bit = relation.receiverBit
    const { receiverLow, receiverHigh, receiverVersion } = relation
    if (bit === PACKET) this.#receiver?.showPacket(bit, relation.bytes, relation.packetStart)
    else this.#receiver?.show(bit, receiverLow, receiverHigh, receiverVersion)
  }

  /** Brings in date and ticks of the chunk. @returns whether there is room for the ticks. */
  #fitStamp(chunk: ChunkHead, clock: ClockText): boolean {
    if (chunk.jiffiesLow !== this.#jiffiesLow || chunk.jiffiesHigh !== this.#jiffiesHigh) {
      if (decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh) !== this.#jiffiesDigits) return false
      this.#setJiffies(chunk)
    }
    if (clock.serial !== this.#dateSerial) this.#setDate(clock)
    return true
  }

  /** Makes the tail fit a record without an offset. */
  fitTail(relation: RelationCursor): void {
    const { chunk, flagsLow, flagsHigh } = relation
    const isSame =
      flagsLow === this.#flagsLow &&
      flagsHigh === this.#flagsHigh &&
      chunk.taskIdLow === this.#taskLow &&
      chunk.taskIdHigh === this.#taskHigh &&
      endsOf(relation) === this.#ends
    if (!isSame) this.#setTail(relation)
  }

  #setTail(relation: RelationCursor): void {
    const { chunk } = relation
    this.#flagsLow = relation.flagsLow
    this.#flagsHigh = relation.flagsHigh
    this.#taskLow = chunk.taskIdLow
    this.#taskHigh = chunk.taskIdHigh
    this.#ends = endsOf(relation)
    const length = putTail(this.#view, this.headLength, relation, this.#layout)
    if (length !== this.text.length) this.text = new Uint8Array(this.#view.buffer, 0, length)
  }

  #setJiffies(chunk: ChunkHead): void {
    putDecimal(this.#view, this.#jiffiesAt, chunk.jiffiesLow, chunk.jiffiesHigh)
    this.#jiffiesLow = chunk.jiffiesLow
    this.#jiffiesHigh = chunk.jiffiesHigh
  }

  #setDate(clock: ClockText): void {
    this.text.set(clock.text, this.#dateAt)
    this.#dateSerial = clock.serial
  }

  #render(relation: RelationCursor, clock: ClockText): void {
    const { chunk, scope, endScope } = relation
    const writer = new ByteWriter(FIRST_BYTES)
    const jiffies = chunk.jiffies.toString()
    const idDigits = decimalLength(relation.idLow, relation.idHigh)
    const widths = {
      ...{ identifier: IDENTIFIER_TEXT, sender: IDENTIFIER_TEXT, receiver: IDENTIFIER_TEXT },
      ...{ id: idDigits, date: DATE_BYTES, jiffies: jiffies.length },
    }
    const places = { identifier: 0, id: 0, sender: 0, receiver: 0, date: 0, jiffies: 0 }
    for (const part of this.#layout.head(relation, this.#type, this.#isAllowed)) {
      if (typeof part !== 'string') places[part.slot] = writer.length
      writer.raw(ascii(typeof part === 'string' ? part : '.'.repeat(widths[part.slot])))
    }
    this.#dateAt = places.date
    this.#jiffiesAt = places.jiffies
    writer.reserve(TAIL_BYTES)
    this.#view = writer.view
    this.headLength = writer.length
    this.text = new Uint8Array(0)
    this.#setTail(relation)
    this.#jiffiesDigits = jiffies.length
    this.#epoch = chunk.epoch
    const word = { low: typeLow(this.#type), high: this.#type.family.typeHigh }
    this.#id = new IdText(this.#view, places.id, idDigits)
    this.#identifier = new RelationText(this.#view, places.identifier, word, scope)
    this.#sender = new EndText(this.#view, places.sender, endScope)
    this.#receiver = new EndText(this.#view, places.receiver, endScope)
    this.#setJiffies(chunk)
    this.#setDate(clock)
  }
}

/** Writes relations. */
export class RelationWriter {
  readonly #clock: ClockText
  readonly #layout: RelationLayout
  /** By `code << 1 | allowed`. */
  readonly #templates: (RelationTemplate | undefined)[] = new Array(512).fill(undefined)

  constructor(clock: ClockText, layout: RelationLayout) {
    this.#clock = clock
    this.#layout = layout
  }

  /** Writes one relation, without a separator. */
  write(writer: ByteWriter, relation: RelationCursor): void {
    const clock = this.#clock
    clock.update(relation.chunk)
    const template = this.#templateOf(relation)
    template.fit(relation, clock)
    const hasOffset = isOffsetShown(relation)
    if (!hasOffset) template.fitTail(relation)
    const { text } = template
    writer.reserve(text.length + TAIL_BYTES)
    const { view, length: at } = writer
    writer.bytes.set(text, at)
    writer.length = hasOffset
      ? putOffset(view, at + template.headLength, relation, this.#layout)
      : at + text.length
  }

  #templateOf(relation: RelationCursor): RelationTemplate {
    const { isAllowed } = relation
    const index = (relation.code << 1) | (isAllowed ? 1 : 0)
    const known = this.#templates[index]
    if (known !== undefined) return known
    const made = new RelationTemplate(this.#layout, relation.type, isAllowed)
    this.#templates[index] = made
    return made
  }
}

/** Both ends' types as one number. */
function endsOf(relation: RelationCursor): number {
  return (relation.senderBit << 8) | relation.receiverBit
}

/** An offset of 0 or less is left out, as CamFlow does. */
function isOffsetShown(relation: RelationCursor): boolean {
  if (!relation.hasOffset) return false
  const { offsetLow, offsetHigh } = relation
  return offsetHigh < 0x8000_0000 && (offsetHigh | offsetLow) !== 0
}

function putOffset(
  view: DataView,
  start: number,
  relation: RelationCursor,
  layout: RelationLayout,
): number {
  let at = putPiece(view, start, layout.offsetKey)
  at = putDecimal(view, at, relation.offsetLow, relation.offsetHigh)
  view.setUint8(at++, QUOTE)
  return putTail(view, at, relation, layout)
}

function putTail(
  view: DataView,
  start: number,
  relation: RelationCursor,
  layout: RelationLayout,
): number {
  let at = putPiece(view, start, layout.flagsKey)
  at = putHex(view, at, relation.flagsLow, relation.flagsHigh)
  at = putPiece(view, at, layout.taskKey)
  at = putDecimal(view, at, relation.chunk.taskIdLow, relation.chunk.taskIdHigh)
  return putPiece(view, at, layout.close(relation.senderBit, relation.receiverBit))
}
