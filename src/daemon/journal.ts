/** Lines for the operator: on standard error, with their level when the journal reads there. */

/** Levels of syslog(3), as the journal reads them (sd-daemon(3)). */
const levels = { error: 3, warning: 4, info: 6 } as const

/** How much a line matters. */
export type Level = keyof typeof levels

/** Says a text in the name of a program; it may have several lines. */
export type Teller = (level: Level, text: string) => void

/** Says lines in the name of a program. @param readsLevels whether the journal reads standard error. */
export function createTeller(
  program: string,
  readsLevels = process.env.JOURNAL_STREAM !== undefined,
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Teller {
  return (level, text) => {
    // The journal adds the name of the program itself.
    for (const line of text.trimEnd().split('\n')) {
      write(readsLevels ? `<${levels[level]}>${line}\n` : `${program}: ${line}\n`)
    }
  }
}
