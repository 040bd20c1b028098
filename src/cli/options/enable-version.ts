import { switchOption } from '../switch-option.ts'

/** `--enable-version`: new versions, without which the graph has circles. */
export const enableVersion = switchOption({
  name: '--enable-version',
  policy: 'versions',
  description: 'give objects new versions, so that the graph has no circle',
  word: 'version',
})
