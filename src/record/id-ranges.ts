/** A set of ids given as ranges, ends included. */
export class IdRanges {
  #ranges: [first: number, last: number][] = []
  #isSorted = true

  /** Ids that go on where the ones before ended cost nothing. */
  add(first: number, last: number): void {
    const latest = this.#ranges.at(-1)
    if (latest !== undefined && latest[1] + 1 === first) {
      latest[1] = last
      return
    }
    this.#ranges.push([first, last])
    this.#isSorted = this.#ranges.length === 1
  }

  /** Adds everything that another set has. */
  addAll(others: IdRanges): void {
    for (const [first, last] of others.#ranges) this.add(first, last)
  }

  /** The set as ranges in order that do not touch, ends included. */
  ranges(): readonly (readonly [first: number, last: number])[] {
    return this.#sorted()
  }

  /** Number of ids in the set. */
  count(): number {
    return this.#sorted().reduce((sum, [first, last]) => sum + last - first + 1, 0)
  }

  has(id: number): boolean {
    const range = this.#sorted()[this.#indexOf(id)]
    return range !== undefined && range[0] <= id
  }

  /** The parts of `first` to `last` that are not in the set. */
  missing(first: number, last: number): [first: number, last: number][] {
    const found: [number, number][] = []
    const ranges = this.#sorted()
    let next = first
    for (let i = this.#indexOf(first); i < ranges.length; i++) {
      const [from, to] = ranges[i] as [number, number]
      if (from > last) break
      if (from > next) found.push([next, from - 1])
      next = Math.max(next, to + 1)
    }
    if (next <= last) found.push([next, last])
    return found
  }

  /** Index of the first range that does not end before `id`. */
  #indexOf(id: number): number {
    const ranges = this.#sorted()
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ranges[middle] as [number, number])[1] < id) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The ranges in order, those that touch or overlap made one. */
  #sorted(): readonly [first: number, last: number][] {
    if (this.#isSorted) return this.#ranges
    const merged: [number, number][] = []
    for (const [first, last] of this.#ranges.sort((a, b) => a[0] - b[0])) {
      const open = merged.at(-1)
      if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last)
      else merged.push([first, last])
    }
    this.#ranges = merged
    this.#isSorted = true
    return merged
  }
}
