import { switchOption } from '../switch-option.ts'

/** `--compress-edge`: equal relations once. */
export const compressEdge = switchOption({
  name: '--compress-edge',
  policy: 'compressesEdges',
  description: 'record the same relation between the same versions once',
  word: 'compress-edge',
})
