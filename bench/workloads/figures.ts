/** What the workloads benchmark asks the guest for and gets. */
import type { MeasuredMode } from '../overhead/figures.ts'
import type { Spent } from './processor.ts'

/** What the guest is to do. */
export interface WorkloadPlan {
  readonly workloads: readonly string[]
  readonly modes: readonly MeasuredMode[]
  readonly repeats: number
  /** The daemon, compiled. */
  readonly daemon: string
}

/** One workload, the median of the repeats. */
export interface WorkloadFigure extends Spent {
  readonly workload: string
  /** Undefined: nothing is loaded. */
  readonly mode?: MeasuredMode
  /** Bytes of text that were recorded. */
  readonly logBytes: number
}

/** Everything that one guest found. */
export interface WorkloadReport {
  readonly release: string
  readonly figures: readonly WorkloadFigure[]
  /** What the daemon of each mode said at its end: counts and losses. */
  readonly summaries: Readonly<Record<string, string>>
}
