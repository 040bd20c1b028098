/**
 * Writes relations. Relations are nine records out of ten, so this is the hottest code of user space: each
 * type keeps its text as it was last (`RelationTemplate`), which is brought up to date and copied whole.
 */
import type { RelationCursor } from '../record/cursor.ts'
import { type ByteWriter, copy, putDecimal, putPiece } from './byte-writer.ts'
import type { ClockText } from './clock-text.ts'
import type { RelationLayout } from './relation-layout.ts'
import { RelationTemplate, TAIL_BYTES } from './relation-template.ts'

const QUOTE = 0x22
const COMMA = 0x2c
// What a module imports, V8 looks up at each use; its own constants are compiled in.
const copyInto = copy
/** Comma and offset. */
const MOST_MORE_BYTES = TAIL_BYTES
const REFUSED_BIT = 1
const OFFSET_BIT = 2
const TEMPLATES = 512

/** Writes relations in the form of a layout. */
export class RelationWriter {
  readonly #clock: ClockText
  readonly #layout: RelationLayout
  /** By `code << 1 | refused`. */
  readonly #templates: (RelationTemplate | undefined)[] = Array.from(
    { length: TEMPLATES },
    () => undefined,
  )

  constructor(clock: ClockText, layout: RelationLayout) {
    this.#clock = clock
    this.#layout = layout
  }

  /** Writes one relation. @param isFollowing a comma comes first. */
  write(writer: ByteWriter, relation: RelationCursor, isFollowing = false): void {
    const clock = this.#clock
    clock.update(relation.chunk)
    const { words, at } = relation
    const bits = words[at + 1] as number
    const index = (relation.code << 1) | (bits & REFUSED_BIT)
    const template = this.#templates[index] ?? this.#addTemplate(index, relation)
    template.fit(relation, clock)
    const { text, length } = template
    writer.reserve(length + MOST_MORE_BYTES)
    const { bytes } = writer
    let start = writer.length
    if (isFollowing) bytes[start++] = COMMA
    copyInto.call(bytes, text, start)
    writer.length =
      (bits & OFFSET_BIT) === 0
        ? start + length
        : this.#putOffset(writer, start, template, relation)
  }

  /** Moves the tail behind the offset. @returns where the text ends. */
  #putOffset(
    writer: ByteWriter,
    start: number,
    { headLength, length, tail }: RelationTemplate,
    { offsetLow, offsetHigh }: RelationCursor,
  ): number {
    // An offset of 0 or less is left out, as CamFlow does.
    const isShown = offsetHigh < 0x8000_0000 && (offsetHigh | offsetLow) !== 0
    if (!isShown) return start + length
    const { view } = writer
    let at = putPiece(view, start + headLength, this.#layout.offsetKey)
    at = putDecimal(view, at, offsetLow, offsetHigh)
    view.setUint8(at++, QUOTE)
    copyInto.call(writer.bytes, tail, at)
    return at + tail.length
  }

  #addTemplate(index: number, relation: RelationCursor): RelationTemplate {
    const made = new RelationTemplate(this.#layout, relation.type, relation.isAllowed)
    this.#templates[index] = made
    return made
  }
}
