import { relationFilters, vertexFilters } from '../../config/filter-names.ts'
import type { ControlOption } from '../control-option.ts'

const summary = 'clear all filters on types; targets stay'

/** `--reset-filter`: the ten words of type filters. */
export const resetFilter: ControlOption = {
  name: '--reset-filter',
  parameters: [],
  description: summary,
  subCommands: [{ words: 'filter reset', parameters: [], summary }],
  run({ plane }) {
    const words = [vertexFilters, relationFilters.record, relationFilters.propagate]
    const names = words.flatMap((some) => Object.values(some))
    plane().changePolicy(Object.fromEntries(names.map((name) => [name, 0n])))
  },
}
