import type { ControlOption } from '../control-option.ts'

/** `-h`: the list of options. Its text is made of that list, so it is printed where the list is known. */
export const help: ControlOption = {
  name: '-h',
  parameters: [],
  description: 'print this help',
  worksUnloaded: true,
  subCommands: [],
  run() {},
}
