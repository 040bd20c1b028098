import type { Stage, StageResult } from './stage.ts'
import { addTallies, noTests } from './tally.ts'

/** A stage of several parts, told as one. */
export interface JoinedStageOptions {
  readonly name: string
  readonly about: string
  readonly parts: readonly Stage[]
  /** The parts run side by side; else one after the other, in their order. */
  readonly isAtOnce?: boolean
}

export function joinedStage({ name, about, parts, isAtOnce = false }: JoinedStageOptions): Stage {
  return {
    name,
    about,
    run: async () => {
      const results = isAtOnce
        ? await Promise.all(parts.map((part) => part.run()))
        : await inTurn(parts)
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

async function inTurn(parts: readonly Stage[]): Promise<readonly StageResult[]> {
  const results: StageResult[] = []
  for (const part of parts) results.push(await part.run())
  return results
}
