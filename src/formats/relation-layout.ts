/** What the text of relations looks like in a format. */
import type { RelationCursor } from '../record/cursor.ts'
import type { RelationType } from '../record/registry.ts'
import type { Piece } from './byte-writer.ts'

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
