/**
 * The text of path vertices by their id, so that the vertices that carry a `name_id` can show a name.
 * Bounded: the paths not seen for longest leave first.
 */

const DEFAULT_PATHS = 32_768
/** Bytes of text that one generation holds at most. */
const GENERATION_BYTES = 8 * 1024 * 1024

/** Path id to the bytes of its text. */
export class NameCache {
  readonly #limit: number
  /** Two generations: what is looked up moves to the young one; the old one is dropped whole. */
  #young = new Map<number, Uint8Array>()
  #old = new Map<number, Uint8Array>()
  #youngBytes = 0
  /** Changes whenever `get` may answer otherwise than before, or forget what is not asked for again. */
  serial = 0

  /** @param limit most paths kept. */
  constructor(limit = DEFAULT_PATHS) {
    this.#limit = Math.max(2, limit)
  }

  /** Remembers a path; the bytes are copied. */
  set(low: number, high: number, text: Uint8Array): void {
    const key = keyOf(low, high)
    const known = this.#young.get(key)
    if (known !== undefined && known.length === text.length) return
    this.#put(key, new Uint8Array(text))
    this.serial++
  }

  /** The text of a path id, as far as known. */
  get(low: number, high: number): Uint8Array | undefined {
    const key = keyOf(low, high)
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.#put(key, old)
    return old
  }

  #put(key: number, text: Uint8Array): void {
    if (this.#young.size >= this.#limit / 2 || this.#youngBytes >= GENERATION_BYTES) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
      this.serial++
    }
    this.#youngBytes += text.length
    this.#young.set(key, text)
  }
}

/** One number for a 64-bit id; ids that share it share 53 bits of hash, which does not happen. */
function keyOf(low: number, high: number): number {
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low ^ (high >>> 21))
}
