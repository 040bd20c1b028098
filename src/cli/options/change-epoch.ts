import type { ControlOption } from '../control-option.ts'

const summary = 'begin a new epoch: every vertex is described again'

/** `--change-epoch`: what was published counts as not published. */
export const changeEpoch: ControlOption = {
  name: '--change-epoch',
  parameters: [],
  description: summary,
  subCommands: [{ words: 'change-epoch', parameters: [], summary }],
  run({ plane }) {
    plane().nextEpoch()
  },
}
