import type { ControlOption } from '../control-option.ts'

/** `camflow labels`: the texts that have a taint bit. */
export const labels: ControlOption = {
  name: undefined,
  parameters: [],
  description: 'list the labels and their taint bits',
  printsState: true,
  worksUnloaded: true,
  subCommands: [
    { words: 'labels', parameters: [], summary: 'list the labels and their taint bits' },
  ],
  run({ terminal, labels: registry, asJson }) {
    const all = registry.all()
    const lines = all.map(({ bit, text }) => `${String(bit).padStart(2)} ${text}\n`)
    terminal.out(asJson ? `${JSON.stringify(all)}\n` : lines.join(''))
  },
}
