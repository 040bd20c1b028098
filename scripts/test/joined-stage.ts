import type { Stage, StageResult } from './stage.ts'
import { addTallies, noTests } from './tally.ts'

/** A stage of several parts, run one after the other and told as one. */
export function joinedStage(name: string, about: string, parts: readonly Stage[]): Stage {
  return {
    name,
    about,
    run: async () => {
      const results: StageResult[] = []
      for (const part of parts) results.push(await part.run())
      return {
        tally: results.map(({ tally }) => tally).reduce(addTallies, noTests),
        skipped: results.flatMap(({ skipped }) => skipped),
        failures: results
          .map(({ failures }) => failures)
          .filter((text) => text !== '')
          .join('\n\n'),
      }
    },
  }
}
