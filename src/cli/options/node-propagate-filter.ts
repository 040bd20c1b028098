import { filterOption } from '../filter-option.ts'

/** `--node-propagate-filter`: vertex types that stop tracking. */
export const nodePropagateFilter = filterOption({
  name: '--node-propagate-filter',
  types: 'node',
  effect: 'propagate',
  description: 'do not let tracking pass through vertices of this type',
})
