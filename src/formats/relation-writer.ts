/**
 * Writes relations. Relations are nine records out of ten, so this is the hottest code of user space: each
 * type keeps its text as it was last (`RelationTemplate`), which is brought up to date and copied whole.
 */
import { INDEX, type RelationCursor } from '../record/cursor.ts'
import { type ByteWriter, copy } from './byte-writer.ts'
import type { ChunkStamp } from './chunk-stamp.ts'
import type { RelationLayout } from './relation-layout.ts'
import { RelationTemplate } from './relation-template.ts'

// What a module imports, V8 looks up at each use; its own constants are compiled in.
const copyInto = copy
const WORD_INDEX = INDEX
/** Refused, and with an offset. */
const VARIANT_BITS = 3
const TEMPLATES = 1024

/** Writes relations in the form of a layout. */
export class RelationWriter {
  readonly #stamp: ChunkStamp
  readonly #layout: RelationLayout
  /** By `code << 2 | variant`. */
  readonly #templates: (RelationTemplate | undefined)[] = Array.from(
    { length: TEMPLATES },
    () => undefined,
  )

  constructor(stamp: ChunkStamp, layout: RelationLayout) {
    this.#stamp = stamp
    this.#layout = layout
  }

  /** Writes one relation. @returns bytes of its text. */
  write(writer: ByteWriter, relation: RelationCursor): number {
    const stamp = this.#stamp
    stamp.update(relation.chunk)
    const ends = relation.words[(relation.at & WORD_INDEX) + 1] as number
    const index = (relation.code << 2) | (ends & VARIANT_BITS)
    const template = this.#templates[index] ?? this.#addTemplate(index, relation)
    template.fit(relation, stamp)
    const { text, length } = template
    writer.reserve(length)
    const start = writer.length
    copyInto.call(writer.bytes, text, start)
    writer.length = start + length
    return length
  }

  #addTemplate(index: number, relation: RelationCursor): RelationTemplate {
    const made = new RelationTemplate(this.#layout, relation)
    this.#templates[index] = made
    return made
  }
}
