/**
 * What every format promises. A format takes records in the order of the stream and makes documents of
 * them: whole lines that an output can write as they are. A vertex is in the same document as, or an
 * earlier one than, every relation that uses it, because the stream has it first. No text that a
 * captured program chose can make a document invalid.
 */
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import type { LossRecord } from '../record/record.ts'

/** Where finished documents go; the bytes are the receiver's from then on. */
export type DocumentReceiver = (document: Uint8Array) => void

/**
 * Records to documents. Everything is synchronous and nothing is kept of a cursor. A document that is
 * handed over while a record is added holds this record too, unless something is pending after it.
 */
export interface RecordFormat {
  /** Name as configuration has it: `w3c`, `spade_json`. */
  readonly name: string
  /** Adds a vertex. May hand a document over first. */
  vertex(vertex: VertexCursor): void
  /** Adds a relation. May hand a document over first. */
  relation(relation: RelationCursor): void
  /** Adds the mark of a loss. May hand a document over first. */
  loss(loss: LossRecord): void
  /** Bytes waiting for the next document; 0: a flush would do nothing. */
  readonly pendingBytes: number
  /** Hands over what is waiting, as one document. */
  flush(): void
  /**
   * Gives a document's memory back when the output has accepted it. Not required, but fresh memory for
   * each document costs about as much as writing a tenth of it.
   */
  release?(document: Uint8Array): void
}

/** The text of a security context id; `undefined` when the id cannot be resolved. */
export type SecurityContextResolver = (secid: number) => string | undefined

/** How the outside of a capture is told to a format. */
export interface FormatOptions {
  readonly onDocument: DocumentReceiver
  readonly bootId: number
  readonly machineId: number
  /** Seconds to add to a record's `CLOCK_MONOTONIC` to get UTC. */
  readonly clockOffsetSeconds: number
  /** @default every context is its id in hex */
  readonly securityContext?: SecurityContextResolver
  /** The container that a control group belongs to, by its inode number. @default none belongs to one */
  readonly containerOf?: (cgroup: number) => string | undefined
  /** Version of this software with a leading `v`, for the machine vertex. */
  readonly libraryVersion?: string
  readonly libraryCommit?: string
}
