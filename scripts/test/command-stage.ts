import { runLogged } from './run-logged.ts'
import type { Stage } from './stage.ts'

/** One command that must succeed; it counts as one test. */
export interface Check {
  readonly name: string
  readonly command: readonly string[]
}

const limitMs = 10 * 60_000
const shownLines = 60

/** A stage made of commands that must succeed, one after the other. */
export function commandStage(name: string, about: string, checks: readonly Check[]): Stage {
  return {
    name,
    about,
    run: async () => {
      const failures: string[] = []
      for (const check of checks) {
        const { exitCode, output } = await runLogged(check.command, limitMs)
        if (exitCode === 0) continue
        failures.push(`✖ ${check.name}: ${firstWords(check.command)}\n${firstLines(output.trim())}`)
      }
      return {
        tally: { passed: checks.length - failures.length, failed: failures.length, skipped: 0 },
        skipped: [],
        failures: failures.join('\n\n'),
      }
    },
  }
}

function firstWords(command: readonly string[]): string {
  return command.length <= 6 ? command.join(' ') : `${command.slice(0, 6).join(' ')} …`
}

function firstLines(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= shownLines) return text
  return `${lines.slice(0, shownLines).join('\n')}\n… ${lines.length - shownLines} more lines`
}
