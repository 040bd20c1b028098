import type { ControlOption } from '../control-option.ts'
import { parameter } from '../parameters.ts'

/** `--channel`: CamFlow had it until 0.2.2 of its command. */
export const channel: ControlOption = {
  name: '--channel',
  parameters: [parameter.channel],
  description: 'not supported: one ring carries all records',
  worksUnloaded: true,
  subCommands: [],
  run(_context, [name = '']) {
    throw new TypeError(
      `There are no channels, so ${name} is not made: one ring carries all records, and ` +
        'camflowd.ini may name several outputs, each with filters of its own.',
    )
  },
}
