import type { Tally } from './tally.ts'

/** One named part of the check, run for itself. */
export interface Stage {
  /** The word that selects it: `npm test -- unit`. */
  readonly name: string
  /** What it proves, in a few words. */
  readonly about: string
  readonly run: () => Promise<StageResult>
}

/** What a stage found. */
export interface StageResult {
  readonly tally: Tally
  /** Name and reason of each test that could not run. */
  readonly skipped: readonly string[]
  /** What to read when something failed. */
  readonly failures: string
}
