import { switchOption } from '../switch-option.ts'

/** `--compress-node`: versions only where they are needed. */
export const compressNode = switchOption({
  name: '--compress-node',
  policy: 'compressesNodes',
  description: 'make a new version only where a circle threatens',
  word: 'compress-node',
})
