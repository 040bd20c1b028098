/**
 * Which vertices a document already has. PROV-JSON members are named by identifier, and a name that
 * comes twice in one object is lost on most readers, so `standard` writes each vertex version once.
 */

const FIRST_SLOTS = 1024
const KEY_BYTES = 44

/** A set of identifier texts, compared byte by byte, emptied for each document. */
export class VertexSet {
  /** Where in `#texts` the text of a slot stands, plus 1; 0: free. */
  #slots = new Uint32Array(FIRST_SLOTS)
  #texts = new Uint8Array(FIRST_SLOTS * KEY_BYTES)
  #count = 0

  /**
   * Adds an identifier text.
   *
   * @returns false when the set had it already.
   */
  add(bytes: Uint8Array, at: number): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow()
    const slot = this.#find(bytes, at)
    if (this.#slots[slot] !== 0) return false
    const to = this.#count * KEY_BYTES
    for (let i = 0; i < KEY_BYTES; i++) this.#texts[to + i] = bytes[at + i] as number
    this.#slots[slot] = ++this.#count
    return true
  }

  clear(): void {
    if (this.#count === 0) return
    this.#slots.fill(0)
    this.#count = 0
  }

  #find(bytes: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1
    let slot = hash(bytes, at) & mask
    for (;;) {
      const index = this.#slots[slot] as number
      if (index === 0 || this.#isSame((index - 1) * KEY_BYTES, bytes, at)) return slot
      slot = (slot + 1) & mask
    }
  }

  #isSame(text: number, bytes: Uint8Array, at: number): boolean {
    for (let i = KEY_BYTES - 1; i >= 0; i--) {
      if (this.#texts[text + i] !== bytes[at + i]) return false
    }
    return true
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const texts = new Uint8Array(slots.length * KEY_BYTES)
    texts.set(this.#texts.subarray(0, this.#count * KEY_BYTES))
    this.#slots = slots
    this.#texts = texts
    for (let i = 0; i < this.#count; i++) {
      this.#slots[this.#find(texts, i * KEY_BYTES)] = i + 1
    }
  }
}

/** Over the characters of id and version; the others are the same for most vertices. */
function hash(bytes: Uint8Array, at: number): number {
  let value = 0x811c9dc5
  for (let i = 10; i < 22; i++) value = Math.imul(value ^ (bytes[at + i] as number), 0x01000193)
  for (let i = 28; i < 42; i++) value = Math.imul(value ^ (bytes[at + i] as number), 0x01000193)
  return value ^ (value >>> 15)
}
