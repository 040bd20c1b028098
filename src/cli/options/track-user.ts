import { user } from '../../config/kinds.ts'
import { parameter } from '../parameters.ts'
import { readAccount, targetOption } from '../target-option.ts'

/** `--track-user`: by user. */
export const trackUser = targetOption({
  name: '--track-user',
  parameter: parameter.user,
  action: parameter.ownerAction,
  words: ['user'],
  description: 'capture what belongs to a user',
  readKey: (text, machine) => ({ kind: 'user', uid: readAccount(user, text, machine) }),
})
