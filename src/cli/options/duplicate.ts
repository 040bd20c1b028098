import { switchOption } from '../switch-option.ts'

/** `--duplicate`: both ends again before each relation. */
export const duplicate = switchOption({
  name: '--duplicate',
  policy: 'duplicates',
  description: 'record both ends again before each relation',
  word: 'duplicate',
})
