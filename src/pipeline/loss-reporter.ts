/**
 * Turns holes in the relation ids into loss records and names their cause from what the kernel
 * counted. A hole that the kernel did not count is told as well, with the cause `unknown`.
 */
import type { CounterValues } from '../kernel/counters.ts'
import { type Hole, HoleTracker } from '../record/hole-tracker.ts'
import type { LossRecord } from '../record/record.ts'

const TWO_32 = 0x1_0000_0000

/** What the kernel counted since the programs were loaded. */
export type LossCounters = Pick<CounterValues, 'lostRelations' | 'relationIds'>

/** How far the account has come: a later reader of the same capture goes on from here. */
export interface LossProgress {
  /** Every id before it came, is lost and told, or is in `missing`. */
  readonly nextRelation: number
  readonly missing: readonly Hole[]
  /** Lost relations that the kernel counted and loss records have explained. */
  readonly explained: number
}

/** What a loss record says besides its ids. */
export interface LossScope {
  readonly bootId: number
  readonly machineId: number
}

/** Follows the ids of one stream and tells what is lost. */
export class LossReporter {
  readonly #tracker: HoleTracker
  readonly #scope: LossScope
  readonly #readCounters: (() => LossCounters) | undefined
  /** Lost relations that the kernel counted and no loss record has explained yet. */
  #explained = 0
  /** Ids in a row that the tracker has not been told of: the first, and behind the last. No row: -1. */
  #first = -1
  #endLow = 0
  #endHigh = -1
  /** Epoch of the latest chunk, which a loss record carries. */
  epoch = 0

  /**
   * @param scope boot and machine of the capture.
   * @param from the first id, or how far an earlier reader has come.
   * @param readCounters the kernel's side of the story, when there is a kernel.
   */
  constructor(
    scope: LossScope,
    from: number | 'unknown' | LossProgress = 1,
    readCounters?: () => LossCounters,
  ) {
    if (typeof from === 'object') {
      this.#tracker = new HoleTracker({ first: from.nextRelation, missing: from.missing })
      this.#explained = from.explained
    } else {
      this.#tracker = new HoleTracker({ first: from })
    }
    this.#scope = scope
    this.#readCounters = readCounters
  }

  /** Relations declared lost and not come since. */
  get lost(): number {
    this.#endRow()
    return this.#tracker.lost
  }

  /** Relations that came a second time: a reader before this one had not given them up. */
  get repeated(): number {
    this.#endRow()
    return this.#tracker.repeated
  }

  /** How far the account has come. */
  progress(): LossProgress {
    this.#endRow()
    const missing = this.#tracker.missing()
    return { nextRelation: this.#tracker.newest + 1, missing, explained: this.#explained }
  }

  /** Takes note of one relation, by the halves of its id. Nearly all come in a row, which costs a comparison. */
  add(low: number, high: number): void {
    if ((low | 0) === this.#endLow && high === this.#endHigh) {
      this.#endLow = (low + 1) | 0
      return
    }
    this.#endRow()
    this.#first = high * TWO_32 + low
    this.#endLow = (low + 1) | 0
    this.#endHigh = high
  }

  #endRow(): void {
    if (this.#first < 0) return
    const last = this.#endHigh * TWO_32 + ((this.#endLow - 1) >>> 0)
    this.#tracker.addRow(this.#first, last)
    this.#first = -1
    this.#endHigh = -1
  }

  /** Gives up the ids that are overdue. */
  settle(nowMs: number): readonly LossRecord[] {
    this.#endRow()
    return this.#records(this.#tracker.settle(nowMs))
  }

  /** Gives up every id that is missing, `lastId` included when it is known. */
  finish(lastId?: number): readonly LossRecord[] {
    this.#endRow()
    return this.#records(this.#tracker.finish(lastId))
  }

  #records(holes: readonly Hole[]): readonly LossRecord[] {
    if (holes.length === 0) return []
    const counted = this.#readCounters?.().lostRelations ?? 0
    return holes.map((hole) => {
      const count = hole.last - hole.first + 1
      const isExplained = this.#explained + count <= counted
      if (isExplained) this.#explained += count
      return {
        kind: 'loss',
        first: BigInt(hole.first),
        last: BigInt(hole.last),
        count: BigInt(count),
        cause: isExplained ? 'ring_full' : 'unknown',
        bootId: this.#scope.bootId,
        machineId: this.#scope.machineId,
        epoch: this.epoch,
        timeNs: process.hrtime.bigint(),
      } satisfies LossRecord
    })
  }
}
