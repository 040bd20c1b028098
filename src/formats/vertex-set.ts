/**
 * Which vertices a document already has. PROV-JSON members are named by identifier, and a name that
 * comes twice in one object is lost on most readers, so `standard` writes each vertex version once.
 */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import { vertexByName } from '../record/registry.ts'

const FIRST_SLOTS = 1024
/** Type, then what makes the identifier: id, version, boot and machine; or the header of a packet. */
const KEY_WORDS = 7
const PACKET = vertexByName('packet').bit
const PACKET_IDENTITY = offsetOf('vertex_packet', 'identity')

/** A set of vertex versions, emptied for each document. */
export class VertexSet {
  /** Which key stands in a slot, counted from 1; 0: free. */
  #slots = new Uint32Array(FIRST_SLOTS)
  #keys = new Uint32Array(FIRST_SLOTS * KEY_WORDS)
  #count = 0

  /**
   * Adds the version of an object that the cursor is at.
   *
   * @returns false when the set had it already.
   */
  add(vertex: VertexCursor): boolean {
    if ((this.#count + 1) * 2 > this.#slots.length) this.#grow()
    const key = this.#count * KEY_WORDS
    this.#put(key, vertex)
    const slot = this.#find(key)
    if (this.#slots[slot] !== 0) return false
    this.#slots[slot] = ++this.#count
    return true
  }

  clear(): void {
    if (this.#count === 0) return
    this.#slots.fill(0)
    this.#count = 0
  }

  /** Writes the key of a vertex behind the others. */
  #put(at: number, vertex: VertexCursor): void {
    const keys = this.#keys
    keys[at] = vertex.bit
    if (vertex.bit === PACKET) {
      for (let i = 0; i < KEY_WORDS - 1; i++) {
        keys[at + 1 + i] = vertex.word(PACKET_IDENTITY + 4 * i)
      }
      return
    }
    keys[at + 1] = vertex.idLow
    keys[at + 2] = vertex.idHigh
    keys[at + 3] = vertex.version
    keys[at + 4] = vertex.scope.bootId
    keys[at + 5] = vertex.scope.machineId
    keys[at + 6] = 0
  }

  /** The slot of an equal key, or a free one. */
  #find(key: number): number {
    const mask = this.#slots.length - 1
    let slot = this.#hash(key) & mask
    for (;;) {
      const index = this.#slots[slot] as number
      if (index === 0 || this.#isSame((index - 1) * KEY_WORDS, key)) return slot
      slot = (slot + 1) & mask
    }
  }

  #isSame(a: number, b: number): boolean {
    const keys = this.#keys
    for (let i = 0; i < KEY_WORDS; i++) {
      if (keys[a + i] !== keys[b + i]) return false
    }
    return true
  }

  /** Of what mostly differs: lower half of the id and version, or as many words of a packet's header. */
  #hash(key: number): number {
    const keys = this.#keys
    const version = Math.imul(keys[key + 3] as number, 0x85ebca6b)
    const value = Math.imul((keys[key + 1] as number) ^ version, 0x9e3779b1)
    return value ^ (value >>> 15)
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const keys = new Uint32Array(slots.length * KEY_WORDS)
    keys.set(this.#keys.subarray(0, this.#count * KEY_WORDS))
    this.#slots = slots
    this.#keys = keys
    for (let i = 0; i < this.#count; i++) this.#slots[this.#find(i * KEY_WORDS)] = i + 1
  }
}
