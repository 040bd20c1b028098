import { switchOption } from '../switch-option.ts'

/** `-e`: the master switch. */
export const enable = switchOption({
  name: '-e',
  policy: 'isEnabled',
  description: 'turn capture on or off',
  word: 'capture',
})
