/** One end of a relation, as it stands in the text of the last relation of its type. */
import type { RelationCursor } from '../record/cursor.ts'
import { vertexByName } from '../record/registry.ts'
import {
  putIdLow,
  putPacket,
  putSeamEnd,
  putVersion,
  putVersionByte,
  putVertex,
  vertexSeamEnd,
} from './identifier-bytes.ts'

const PACKET = vertexByName('packet').bit
// What a module imports, V8 looks up at each use; its own constants are compiled in.
const setIdLow = putIdLow
const setSeamEnd = putSeamEnd
const setVersion = putVersion
const setVersionByte = putVersionByte

/** Words are kept as signed integers, which V8 holds in place; unsigned ones would each be an object. */
export class RelationEndText {
  /** Upper half of the id that stands there. */
  high = 0
  #at = 0
  #seamEnd = 0
  #low = 0
  #version = 0

  /** Goes to a text in which nothing is right yet. */
  place(at: number): void {
    this.#at = at
  }

  /** Brings in another vertex of the same type, with the same upper half of the id. Not for packets. */
  fit(view: DataView, low: number, version: number): void {
    const lowBits = low ^ this.#low
    if (lowBits !== 0) {
      this.#low = low
      if (lowBits >>> 8 === 0) setSeamEnd(view, this.#at, this.#seamEnd, low)
      else setIdLow(view, this.#at, this.#seamEnd, low)
    }
    const versionBits = version ^ this.#version
    if (versionBits !== 0) {
      this.#version = version
      if (versionBits >>> 8 === 0) setVersionByte(view, this.#at, version)
      else setVersion(view, this.#at, version)
    }
  }

  /** Brings in whatever is there. @param end 0 is the sender, 1 the receiver. */
  set(view: DataView, relation: RelationCursor, bit: number, end: number): void {
    const { words, at, bytes, packetStart, endScope } = relation
    const low = words[at + 4 + 2 * end] as number
    const high = words[at + 5 + 2 * end] as number
    const version = words[at + 8 + end] as number
    if (bit === PACKET) putPacket(view, this.#at, bit, bytes, packetStart)
    else putVertex(view, this.#at, bit, low, high, version, endScope)
    this.high = high | 0
    this.#seamEnd = vertexSeamEnd(bit)
    this.#low = low | 0
    this.#version = version | 0
  }
}
