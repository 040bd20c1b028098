import { filterOption } from '../filter-option.ts'

/** `--node-filter`: vertex types that are not recorded. */
export const nodeFilter = filterOption({
  name: '--node-filter',
  types: 'node',
  effect: 'record',
  description: 'do not record vertices of this type',
})
