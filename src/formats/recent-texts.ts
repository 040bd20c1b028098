/**
 * Texts by key, bounded: those not used for longest leave first. Two generations: what is used moves to
 * the young one; when that is full the old one is dropped whole.
 */
export class RecentTexts<T extends { readonly length: number }> {
  readonly #generationBytes: number
  #young = new Map<string, T>()
  #old = new Map<string, T>()
  #youngBytes = 0

  /** @param limitBytes of texts and keys that are kept at most. */
  constructor(limitBytes: number) {
    this.#generationBytes = limitBytes / 2
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, text: T): void {
    if (this.#youngBytes >= this.#generationBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#youngBytes += text.length + key.length
    this.#young.set(key, text)
  }
}
