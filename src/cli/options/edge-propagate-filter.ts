import { filterOption } from '../filter-option.ts'

/** `--edge-propagate-filter`: relation types that stop tracking. */
export const edgePropagateFilter = filterOption({
  name: '--edge-propagate-filter',
  types: 'relation',
  effect: 'propagate',
  description: 'do not let tracking pass over relations of this type',
})
