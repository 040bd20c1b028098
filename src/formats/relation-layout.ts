/** What the text of relations looks like in a format. */
import type { RelationCursor } from '../record/cursor.ts'
import type { RelationType } from '../record/registry.ts'
import { ascii, ByteWriter, decimalLength, type Piece } from './byte-writer.ts'
import { DATE_BYTES } from './clock-text.ts'
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

const FIRST_BYTES = 1024

/** A head with nothing in its places yet. */
export interface BlankHead {
  /** Memory with the text, and room behind it. */
  readonly view: DataView
  /** Bytes of the text. */
  readonly length: number
  /** Where the places are. */
  readonly places: Readonly<Record<RelationSlot, number>>
}

/** Makes the head for relations of one type with as many digits as this one. @param room bytes behind it. */
export function blankHead(
  { head }: RelationLayout,
  relation: RelationCursor,
  type: RelationType,
  isAllowed: boolean,
  room: number,
): BlankHead {
  const { chunk, idLow, idHigh } = relation
  const widths = {
    ...{ identifier: IDENTIFIER_TEXT, sender: IDENTIFIER_TEXT, receiver: IDENTIFIER_TEXT },
    ...{ id: decimalLength(idLow, idHigh), date: DATE_BYTES },
    jiffies: decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh),
  }
  const places = { identifier: 0, id: 0, sender: 0, receiver: 0, date: 0, jiffies: 0 }
  const writer = new ByteWriter(FIRST_BYTES)
  for (const part of head(relation, type, isAllowed)) {
    if (typeof part !== 'string') places[part.slot] = writer.length
    writer.raw(ascii(typeof part === 'string' ? part : '.'.repeat(widths[part.slot])))
  }
  writer.reserve(room)
  return { view: writer.view, length: writer.length, places }
}
