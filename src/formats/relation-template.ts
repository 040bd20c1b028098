/**
 * The text of one relation. Relations are two records out of three, so this is the hottest code of user
 * space: each type keeps its text as it was last, which is copied whole and then written over where the
 * next one differs. What the text looks like is the format's: see `RelationLayout`.
 */
import type { ChunkHead, RelationCursor, Scope } from '../record/cursor.ts'
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
import {
  IDENTIFIER_TEXT,
  patchId,
  patchVertex,
  putIdentifier,
  putPacket,
  putVertex,
} from './identifier-bytes.ts'

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
  readonly typeHigh: number
  /** The whole text; the tail is that of the last record without an offset. */
  text: Uint8Array = new Uint8Array(0)
  /** Bytes of `text` before the tail. */
  headLength = 0
  identifierAt = 0
  idAt = 0
  senderAt = 0
  receiverAt = 0
  #dateAt = 0
  #jiffiesAt = 0
  #view: DataView = new DataView(new ArrayBuffer(0))
  #idDigits = 0
  #jiffiesDigits = 0
  #jiffiesLow = 0
  #jiffiesHigh = 0
  #epoch = 0
  #dateSerial = -1
  #flagsLow = 0
  #flagsHigh = 0
  #taskLow = 0
  #taskHigh = 0
  #ends = 0

  constructor(layout: RelationLayout, type: RelationType, isAllowed: boolean) {
    this.#layout = layout
    this.#type = type
    this.#isAllowed = isAllowed
    this.typeHigh = type.family.typeHigh
  }

  /** Makes the head fit a record: the same number of digits, the chunk's date, ticks and epoch. */
  fit(relation: RelationCursor, idDigits: number, clock: ClockText): void {
    const { chunk } = relation
    if (idDigits !== this.#idDigits || chunk.epoch !== this.#epoch) {
      this.#render(relation, idDigits, clock)
      return
    }
    if (chunk.jiffiesLow !== this.#jiffiesLow || chunk.jiffiesHigh !== this.#jiffiesHigh) {
      if (decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh) !== this.#jiffiesDigits) {
        this.#render(relation, idDigits, clock)
        return
      }
      this.#setJiffies(chunk)
    }
    if (clock.serial !== this.#dateSerial) this.#setDate(clock)
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

  #render(relation: RelationCursor, idDigits: number, clock: ClockText): void {
    const { chunk, scope, endScope } = relation
    const writer = new ByteWriter(FIRST_BYTES)
    const jiffies = chunk.jiffies.toString()
    const widths = {
      ...{ identifier: IDENTIFIER_TEXT, sender: IDENTIFIER_TEXT, receiver: IDENTIFIER_TEXT },
      ...{ id: idDigits, date: DATE_BYTES, jiffies: jiffies.length },
    }
    const places = { identifier: 0, id: 0, sender: 0, receiver: 0, date: 0, jiffies: 0 }
    for (const part of this.#layout.head(relation, this.#type, this.#isAllowed)) {
      if (typeof part !== 'string') places[part.slot] = writer.length
      writer.raw(ascii(typeof part === 'string' ? part : '.'.repeat(widths[part.slot])))
    }
    this.identifierAt = places.identifier
    this.idAt = places.id
    this.senderAt = places.sender
    this.receiverAt = places.receiver
    this.#dateAt = places.date
    this.#jiffiesAt = places.jiffies
    writer.reserve(TAIL_BYTES)
    this.#view = writer.view
    this.headLength = writer.length
    this.text = new Uint8Array(0)
    this.#setTail(relation)
    this.#idDigits = idDigits
    this.#jiffiesDigits = jiffies.length
    this.#epoch = chunk.epoch
    const word = { low: typeLow(this.#type), high: this.typeHigh }
    putIdentifier(this.#view, this.identifierAt, word, { low: 0, high: 0 }, scope, 0)
    putVertex(this.#view, this.senderAt, 0, 0, 0, 0, endScope)
    putVertex(this.#view, this.receiverAt, 0, 0, 0, 0, endScope)
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
    const { idLow, idHigh } = relation
    const template = this.#templateOf(relation)
    template.fit(relation, decimalLength(idLow, idHigh), clock)
    const hasOffset = isOffsetShown(relation)
    if (!hasOffset) template.fitTail(relation)
    const { text } = template
    writer.reserve(text.length + TAIL_BYTES)
    const { view, length: at } = writer
    writer.bytes.set(text, at)
    const { bootId } = relation.scope
    patchId(view, at + template.identifierAt, template.typeHigh, idLow, idHigh, bootId)
    putDecimal(view, at + template.idAt, idLow, idHigh)
    putSender(view, at + template.senderAt, relation, relation.endScope)
    putReceiver(view, at + template.receiverAt, relation, relation.endScope)
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
