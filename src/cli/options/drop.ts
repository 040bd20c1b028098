import type { ControlOption } from '../control-option.ts'

const summary = 'show how many records found no room in the ring'

/** `--drop`: records lost since loading. */
export const drop: ControlOption = {
  name: '--drop',
  parameters: [],
  description: summary,
  printsState: true,
  subCommands: [{ words: 'dropped', parameters: [], summary }],
  run({ plane, terminal, asJson }) {
    const { dropped } = plane()
    terminal.out(
      asJson ? `${JSON.stringify({ dropped })}\n` : `Graph elements dropped: \t\t${dropped}\n`,
    )
  },
}
