import { filterOption } from '../filter-option.ts'

/** `--edge-filter`: relation types that are not recorded. */
export const edgeFilter = filterOption({
  name: '--edge-filter',
  types: 'relation',
  effect: 'record',
  description: 'do not record relations of this type',
})
