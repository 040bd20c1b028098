/**
 * Watches the dense relation ids for holes. Chunks of different processors overtake each other, so an id
 * that is missing now may come a moment later; one that stays away is lost and becomes part of a loss
 * record. Every id up to the last is in the end either seen or in exactly one range of loss.
 */

/** Ids that never came, ends included. */
export interface Hole {
  readonly first: number
  readonly last: number
}

/** How long to wait for an id. */
export interface HoleTrackerOptions {
  /** First id of the capture; default 1. `'unknown'`: the smallest seen before the first `settle()`. */
  readonly first?: number | 'unknown'
  /** Ids before `first` that have not come either: what `missing()` said of an earlier reader. */
  readonly missing?: readonly Hole[]
  /** Time after which a missing id is lost, in ms; default `MISSING_PATIENCE_MS`. */
  readonly patienceMs?: number
}

/** Ids that a missing one may stay behind the newest, whatever the time. */
export const HOLE_WINDOW = 65_536

/** How long a missing id may take to come before it is lost, in ms. */
export const MISSING_PATIENCE_MS = 1000

/** Ranges of loss kept to recognise a late id. */
const TOLD_RANGES = 1024

const BITMAP_BITS = 2 * HOLE_WINDOW
const BITMAP_MASK = BITMAP_BITS - 1

/** Follows one capture's relation ids. */
export class HoleTracker {
  readonly #patienceMs: number
  readonly #seen = new Uint32Array(BITMAP_BITS >>> 5)
  /** Every id below it is settled. */
  #next: number
  /** Largest id seen. */
  #newest: number
  #marks: { readonly at: number; readonly newest: number }[] = []
  #early: number[] | undefined
  #holes: Hole[] = []
  /** Ranges told lately, in case one of their ids comes after all. */
  #told: Hole[] = []
  #lost = 0
  #recovered = 0
  #repeated = 0

  constructor(options: HoleTrackerOptions = {}) {
    const first = options.first ?? 1
    this.#patienceMs = options.patienceMs ?? MISSING_PATIENCE_MS
    this.#early = first === 'unknown' ? [] : undefined
    this.#next = first === 'unknown' ? 0 : first
    this.#newest = this.#next - 1
    this.#resume(options.missing ?? [])
  }

  #resume(missing: readonly Hole[]): void {
    const [oldest] = missing
    if (oldest === undefined) return
    const first = this.#next
    this.#next = oldest.first
    let id = oldest.first
    for (const hole of missing) {
      for (; id < hole.first; id++) this.#mark(id)
      id = hole.last + 1
    }
    for (; id < first; id++) this.#mark(id)
  }

  /** Ids up to the newest that have not come and are not given up: for the reader after this one. */
  missing(): readonly Hole[] {
    if (this.#early !== undefined && this.#early.length > 0) this.#begin()
    const holes: Hole[] = []
    let first = 0
    for (let id = this.#next; id <= this.#newest + 1; id++) {
      const isMissing = id <= this.#newest && !this.#has(id)
      if (isMissing && first === 0) first = id
      if (isMissing || first === 0) continue
      holes.push({ first, last: id - 1 })
      first = 0
    }
    return holes
  }

  /** Ids declared lost so far, less those that came after all. */
  get lost(): number {
    return this.#lost - this.#recovered
  }

  /** Ids that came after they had been declared lost. */
  get recovered(): number {
    return this.#recovered
  }

  /** Ids that came again long after they had come. */
  get repeated(): number {
    return this.#repeated
  }

  /** Largest id seen; one less than the first when none was. */
  get newest(): number {
    return this.#newest
  }

  /** Takes note of one id. */
  add(id: number): void {
    if (id === this.#next && this.#newest < id && this.#early === undefined) {
      this.#next = id + 1
      this.#newest = id
      return
    }
    this.#addOutOfOrder(id)
  }

  /** Takes note of ids in a row, ends included. */
  addRow(first: number, last: number): void {
    if (first === this.#next && this.#newest < first && this.#early === undefined) {
      this.#next = last + 1
      this.#newest = last
      return
    }
    for (let id = first; id <= last; id++) this.add(id)
  }

  #addOutOfOrder(id: number): void {
    if (this.#early !== undefined) {
      this.#early.push(id)
      if (this.#early.length > HOLE_WINDOW) this.#begin()
      return
    }
    if (id < this.#next) {
      this.#addLate(id)
      return
    }
    if (id - this.#next >= HOLE_WINDOW) this.#giveUpBelow(id - HOLE_WINDOW + 1)
    this.#mark(id)
    if (id > this.#newest) this.#newest = id
    if (id === this.#next) this.#advance()
  }

  #addLate(id: number): void {
    const index = this.#told.findIndex((hole) => hole.first <= id && id <= hole.last)
    const hole = this.#told[index]
    if (hole === undefined) {
      this.#repeated++
      return
    }
    this.#recovered++
    const rest = [
      { first: hole.first, last: id - 1 },
      { first: id + 1, last: hole.last },
    ]
    this.#told.splice(index, 1, ...rest.filter(({ first, last }) => first <= last))
  }

  /** Starts at the smallest id seen so far. */
  #begin(): void {
    const early = this.#early ?? []
    this.#early = undefined
    early.sort((a, b) => a - b)
    this.#next = early[0] ?? 1
    this.#newest = this.#next - 1
    for (const id of early) this.add(id)
  }

  #mark(id: number): void {
    const bit = id & BITMAP_MASK
    const word = this.#seen[bit >>> 5] as number
    this.#seen[bit >>> 5] = word | (1 << (bit & 31))
  }

  #has(id: number): boolean {
    const bit = id & BITMAP_MASK
    return ((this.#seen[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  /** Takes the mark of an id away. @returns whether it had one. */
  #take(id: number): boolean {
    const bit = id & BITMAP_MASK
    const word = this.#seen[bit >>> 5] as number
    const flag = 1 << (bit & 31)
    if ((word & flag) === 0) return false
    this.#seen[bit >>> 5] = word & ~flag
    return true
  }

  #advance(): void {
    while (this.#next <= this.#newest && this.#take(this.#next)) this.#next++
  }

  /** Settles every id below `limit`: what has no mark is lost. */
  #giveUpBelow(limit: number): void {
    while (this.#next < limit) {
      if (this.#next > this.#newest) {
        this.#lose(this.#next, limit - 1)
        this.#next = limit
        this.#newest = limit - 1
      } else if (this.#take(this.#next)) {
        this.#next++
      } else {
        this.#lose(this.#next, this.#next)
        this.#next++
      }
    }
    this.#advance()
  }

  #lose(first: number, last: number): void {
    this.#lost += last - first + 1
    const open = this.#holes.at(-1)
    if (open !== undefined && open.last + 1 === first) {
      this.#holes[this.#holes.length - 1] = { first: open.first, last }
    } else {
      this.#holes.push({ first, last })
    }
  }

  /**
   * Gives up what has been missing for too long. Call it about once a second.
   *
   * @param nowMs a clock that does not go back.
   * @returns the ranges that are lost since the last call.
   */
  settle(nowMs: number): readonly Hole[] {
    if (this.#early !== undefined && this.#early.length > 0) this.#begin()
    let limit = 0
    while (this.#marks.length > 0) {
      const mark = this.#marks[0] as { at: number; newest: number }
      if (nowMs - mark.at < this.#patienceMs) break
      limit = mark.newest
      this.#marks.shift()
    }
    if (limit > this.#next) this.#giveUpBelow(limit)
    if (this.#newest >= this.#next) this.#marks.push({ at: nowMs, newest: this.#newest })
    return this.#drain()
  }

  /**
   * Ends the capture: whatever is missing now is lost.
   *
   * @param lastId the last id that the kernel gave; default: the largest seen.
   * @returns the ranges that are lost since the last call.
   */
  finish(lastId?: number): readonly Hole[] {
    if (this.#early !== undefined) this.#begin()
    const last = Math.max(lastId ?? this.#newest, this.#newest)
    this.#giveUpBelow(last + 1)
    this.#marks = []
    return this.#drain()
  }

  #drain(): readonly Hole[] {
    const holes = this.#holes
    if (holes.length > 0) {
      this.#holes = []
      this.#told = [...this.#told, ...holes].slice(-TOLD_RANGES)
    }
    return holes
  }
}
