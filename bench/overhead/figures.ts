/** What a run of the overhead benchmark found, as it is passed out of the guest and kept as JSON. */
import type { Condition } from './conditions.ts'

/** A mode that hooks functions of the kernel: what the guest is there for. */
export type MeasuredMode = 'lsm' | 'fentry' | 'tracepoint'

/** What the guest is to do. */
export interface Plan {
  readonly operations: readonly string[]
  readonly conditions: readonly Condition[]
  readonly modes: readonly MeasuredMode[]
  readonly repeats: number
  /** The compiled program of bench/operations.c. */
  readonly program: string
  /** Folder of the capture programs' object files. */
  readonly objects: string
  /** Folder of the programs that do nothing. */
  readonly noops: string
  readonly ringBytes: number
}

/**
 * One operation under one condition; instructions per operation, the median of the repeats. By the clock
 * is what we state: on the one processor it counts everything that ran, both ends of a round trip and the
 * kernel's own threads included. Where it is far above the CPU time of an operation without a partner, the
 * kernel waited and the clock jumped.
 */
export interface Figure {
  readonly operation: string
  readonly condition: Condition
  /** Undefined for `none`: it is the same for every mode. */
  readonly mode?: MeasuredMode
  readonly elapsed: number
  /** CPU time of the measured process and its children. */
  readonly cpu: number
  /** Smallest and largest repeat by the clock. */
  readonly elapsedRange: readonly [number, number]
  /** Relations and chunks that the capture made per operation. */
  readonly relations: number
  readonly chunks: number
  /** Relations lost in all repeats; must be 0. */
  readonly lost: number
}

/** Everything that one guest found. */
export interface Report {
  readonly release: string
  readonly securityModules: string
  readonly figures: readonly Figure[]
  /** Hooks that nothing served, by mode. */
  readonly missing: Readonly<Record<string, readonly string[]>>
  /** Failed helpers in all conditions of a mode, the ones that are not 0. */
  readonly failures: Readonly<Record<string, Readonly<Record<string, number>>>>
}
