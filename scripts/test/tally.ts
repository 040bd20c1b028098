/** How many tests passed, failed and could not run. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The tally of nothing. */
export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 }

/** Adds two tallies. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

/** The tally as the last line of a check states it. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * Reads the tally at the end of node:test's TAP. A test marked todo counts as skipped.
 *
 * @returns undefined when the run broke off before its summary.
 */
export function tallyOfTap(tap: string): Tally | undefined {
  const counts = new Map(
    [...tap.matchAll(/^# (pass|fail|cancelled|skipped|todo) (\d+)$/gm)].map(
      ([, word, count]) => [word, Number(count)] as const,
    ),
  )
  const of = (word: string) => counts.get(word) ?? 0
  if (!counts.has('pass') || !counts.has('fail')) return undefined
  return {
    passed: of('pass'),
    failed: of('fail') + of('cancelled'),
    skipped: of('skipped') + of('todo'),
  }
}

/** Name and reason of each skipped test in node:test's TAP. */
export function skippedInTap(tap: string): readonly string[] {
  return [...tap.matchAll(/^\s*(?:not )?ok \d+ - (.*?) # (?:SKIP|TODO) ?(.*)$/gm)].map(
    ([, name, reason]) => `${name}: ${reason || 'no reason given'}`,
  )
}
