/**
 * Finished members of objects that are described again and again. Nine of ten versions of a task differ
 * from the one before in their number only, so the member is kept as text with the words of the message
 * that it was made from. When these are the same, the text is copied and the numbers are written over.
 */
import { ANY_WORD, INDEX, type VertexCursor } from '../record/cursor.ts'
import { offsetOf, structOf, vertexStruct } from '../record/layout.ts'
import { type VertexType, vertexTypes } from '../record/registry.ts'
import { type ByteWriter, copy, decimalLength, putDecimal, putDigits } from './byte-writer.ts'
import type { ChunkStamp } from './chunk-stamp.ts'
import { putVersion } from './identifier-bytes.ts'
import type { NameCache } from './name-cache.ts'

/** Objects whose text is kept at most; a power of two. */
const SLOTS = 4096
const OBJECT_WORDS = 3
/** Longer members are not kept. */
const TEXT_BYTES = 1024
/** What stands behind the version that ends the label: `"}`. */
const LABEL_END_BYTES = 2
/** Members of longer versions are not kept. */
const MOST_DIGITS = 9
/** Four words of the head that the text depends on besides id and version: taint and name. */
const HEAD_FIRST = offsetOf('vertex', 'taint') / 4
const BODY_FIRST = structOf('vertex').size / 4
const NO_TEXT = new Uint8Array(0)
// What a module imports, V8 looks up at each use; its own constants are compiled in.
const copyInto = copy
const setDigits = putDigits
const WORD_INDEX = INDEX

/** By vertex bit: words of the message; 0: members of this type are not kept. */
const messageWords = new Uint8Array(256)
for (const type of vertexTypes) {
  if (!isVersioned(type)) continue
  messageWords[type.bit] = vertexStruct(type).size / 4
}

const MOST_WORDS = Math.max(...messageWords)

/** Whether four words in a row differ: 0 is no. */
const fourDiffer = (a: Uint32Array, i: number, b: Uint32Array, k: number): number =>
  twoDiffer(a, i, b, k) | twoDiffer(a, i + 2, b, k + 2)
/** The same for two. */
const twoDiffer = (a: Uint32Array, i: number, b: Uint32Array, k: number): number =>
  ((a[i] as number) ^ (b[k] as number)) | ((a[i + 1] as number) ^ (b[k + 1] as number))

/** Types that get new versions, and whose label ends with the version. */
function isVersioned(type: VertexType): boolean {
  const { name, struct } = type
  return name === 'task' || name === 'process_memory' || struct === 'vertex_inode'
}

/** Where in a text the parts are that differ from version to version, from its start. */
export interface MemberPlaces {
  readonly identifierAt: number
  readonly versionAt: number
  readonly dateAt: number
  readonly jiffiesAt: number
  /** The text ends with a label, the label with the version. */
  readonly hasLabel: boolean
}

/** What an object's member was made from, and the member. */
class VertexTemplate {
  readonly #words = new Uint32Array(MOST_WORDS)
  #count = 0
  #name: Uint8Array | undefined
  #nameSerial = 0
  #text: Uint8Array = NO_TEXT
  #view: DataView = new DataView(NO_TEXT.buffer)
  /** Versions with as many digits as the one that stands there: the first, and how many. */
  #versionFrom = 0
  #versionCount = 0
  #versionDigits = 0
  #jiffiesDigits = 0
  #jiffiesLow = ANY_WORD
  #jiffiesHigh = ANY_WORD
  #epoch = 0
  #dateSerial = 0
  #stampSerial = 0
  #identifierAt = 0
  #versionAt = 0
  #dateAt = 0
  #jiffiesAt = 0
  #hasLabel = false

  /** Fits nothing until the next `keep`. */
  drop(): void {
    this.#count = 0
  }

  /** Keeps the member that stands in `w` from `start` on, which was just written for `v`. */
  keep(v: VertexCursor, w: ByteWriter, start: number, places: MemberPlaces, known: Known): void {
    const length = w.length - start
    this.#count = 0
    if (length > TEXT_BYTES) return
    if (length !== this.#text.length) {
      this.#text = new Uint8Array(length)
      this.#view = new DataView(this.#text.buffer)
    }
    this.#text.set(w.bytes.subarray(start, w.length))
    this.#count = messageWords[v.bit] as number
    for (let i = 0; i < this.#count; i++) this.#words[i] = v.words[v.at + i] as number
    const { chunk } = v
    const digits = decimalLength(v.version, 0)
    this.#versionDigits = digits
    this.#versionFrom = digits === 1 ? 0 : 10 ** (digits - 1)
    this.#versionCount = digits > MOST_DIGITS ? 0 : 10 ** digits - this.#versionFrom
    this.#jiffiesDigits = decimalLength(chunk.jiffiesLow, chunk.jiffiesHigh)
    this.#jiffiesLow = chunk.jiffiesLow
    this.#jiffiesHigh = chunk.jiffiesHigh
    this.#epoch = chunk.epoch
    this.#dateSerial = known.stamp.clock.serial
    this.#stampSerial = known.stamp.serial
    this.#identifierAt = places.identifierAt
    this.#versionAt = places.versionAt
    this.#dateAt = places.dateAt
    this.#jiffiesAt = places.jiffiesAt
    this.#hasLabel = places.hasLabel
    this.#name = nameOf(v, known.names)
    this.#nameSerial = known.names.serial
  }

  /** Brings the text to the time of the chunk. @returns whether it is the member of `v` but for the version. */
  fits(v: VertexCursor, known: Known): boolean {
    const { stamp, names } = known
    if (this.#count === 0 || (v.version - this.#versionFrom) >>> 0 >= this.#versionCount)
      return false
    if (!(this.#isMadeFrom(v) && this.#hasName(v, names))) return false
    return stamp.serial === this.#stampSerial || this.#setTime(v, stamp)
  }

  #isMadeFrom(v: VertexCursor): boolean {
    const kept = this.#words
    const { words } = v
    const at = v.at & WORD_INDEX
    // Four words at a time: bodies are longer than anything else that is looked at for a record.
    const end = this.#count - 4
    let differing = fourDiffer(words, at + HEAD_FIRST, kept, HEAD_FIRST)
    let i = BODY_FIRST
    for (; i <= end; i += 4) differing |= fourDiffer(words, at + i, kept, i)
    if (i < end + 4) differing |= twoDiffer(words, at + i, kept, i)
    return differing === 0
  }

  #hasName(v: VertexCursor, names: NameCache): boolean {
    if (this.#nameSerial === names.serial) return true
    if (nameOf(v, names) !== this.#name) return false
    this.#nameSerial = names.serial
    return true
  }

  #setTime({ chunk }: VertexCursor, { serial, clock }: ChunkStamp): boolean {
    const { jiffiesLow, jiffiesHigh, epoch } = chunk
    if (epoch !== this.#epoch) return false
    if (jiffiesLow !== this.#jiffiesLow || jiffiesHigh !== this.#jiffiesHigh) {
      if (decimalLength(jiffiesLow, jiffiesHigh) !== this.#jiffiesDigits) return false
      putDecimal(this.#view, this.#jiffiesAt, jiffiesLow, jiffiesHigh)
      this.#jiffiesLow = jiffiesLow
      this.#jiffiesHigh = jiffiesHigh
    }
    if (clock.serial !== this.#dateSerial) {
      this.#text.set(clock.text, this.#dateAt)
      this.#dateSerial = clock.serial
    }
    this.#stampSerial = serial
    return true
  }

  /** Writes the member with the version of `v`; it fits. */
  write(v: VertexCursor, w: ByteWriter): void {
    const text = this.#text
    w.reserve(text.length)
    const { view, length } = w
    copyInto.call(w.bytes, text, length)
    const { version } = v
    putVersion(view, length + this.#identifierAt, version)
    const digits = this.#versionDigits
    setDigits(view, length + this.#versionAt, version, digits)
    const end = length + text.length
    if (this.#hasLabel) setDigits(view, end - LABEL_END_BYTES - digits, version, digits)
    w.length = end
  }
}

/** What a member's text depends on besides its message. */
interface Known {
  readonly stamp: ChunkStamp
  readonly names: NameCache
}

function nameOf(v: VertexCursor, names: NameCache): Uint8Array | undefined {
  return (v.nameIdLow | v.nameIdHigh) === 0 ? undefined : names.get(v.nameIdLow, v.nameIdHigh)
}

/** The templates of the objects seen lately. */
export class VertexTemplates {
  readonly #known: Known
  /** The object that a slot belongs to: type, id. */
  readonly #objects = new Uint32Array(SLOTS * OBJECT_WORDS)
  readonly #templates: (VertexTemplate | undefined)[] = new Array(SLOTS).fill(undefined)

  constructor(known: Known) {
    this.#known = known
  }

  /** Forgets everything: another capture begins. */
  clear(): void {
    this.#objects.fill(0)
    for (const template of this.#templates) template?.drop()
  }

  /** Writes the member of `v` if a kept one fits. @returns whether it did. */
  write(v: VertexCursor, w: ByteWriter): boolean {
    if (messageWords[v.bit] === 0) return false
    const slot = slotOf(v)
    const template = this.#templates[slot]
    if (template === undefined || !this.#isOf(slot, v)) return false
    if (!template.fits(v, this.#known)) return false
    template.write(v, w)
    return true
  }

  /**
   * Takes note of a member that was written for `v`. Only the second one of an object is kept: most
   * objects are described once.
   *
   * @param start where in `w` it begins; it ends where `w` ends.
   */
  keep(v: VertexCursor, w: ByteWriter, start: number, places: MemberPlaces): void {
    if (messageWords[v.bit] === 0) return
    const slot = slotOf(v)
    if (!this.#isOf(slot, v)) {
      this.#assign(slot, v)
      return
    }
    const template = this.#templates[slot] ?? new VertexTemplate()
    this.#templates[slot] = template
    template.keep(v, w, start, places, this.#known)
  }

  #isOf(slot: number, v: VertexCursor): boolean {
    const objects = this.#objects
    const at = slot * OBJECT_WORDS
    return objects[at + 1] === v.idLow && objects[at] === v.bit + 1 && objects[at + 2] === v.idHigh
  }

  #assign(slot: number, v: VertexCursor): void {
    const at = slot * OBJECT_WORDS
    // 0 is the slot of nobody.
    this.#objects[at] = v.bit + 1
    this.#objects[at + 1] = v.idLow
    this.#objects[at + 2] = v.idHigh
    this.#templates[slot]?.drop()
  }
}

function slotOf(v: VertexCursor): number {
  const value = Math.imul(v.idLow ^ (v.bit << 24), 0x9e3779b1)
  return (value ^ (value >>> 15)) & (SLOTS - 1)
}
