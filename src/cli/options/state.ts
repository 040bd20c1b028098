import type { ControlOption } from '../control-option.ts'
import { stateObject, stateText } from '../state-text.ts'

const summary = 'show what is captured'

/** `-s`: the state of the capture. */
export const state: ControlOption = {
  name: '-s',
  parameters: [],
  description: summary,
  printsState: true,
  subCommands: [{ words: 'status', parameters: [], summary }],
  run({ plane, terminal, surroundings, asJson }) {
    terminal.out(
      asJson
        ? `${JSON.stringify(stateObject(plane(), surroundings))}\n`
        : stateText(plane(), surroundings),
    )
  },
}
