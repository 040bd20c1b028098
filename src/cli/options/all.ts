import { switchOption } from '../switch-option.ts'

/** `-a`: whole-system capture. */
export const all = switchOption({
  name: '-a',
  policy: 'capturesAll',
  description: 'capture everything, or only what is tracked',
  word: 'all',
})
