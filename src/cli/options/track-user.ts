import { accountId } from '../../policy/accounts.ts'
import { parameter } from '../parameters.ts'
import { targetOption } from '../target-option.ts'

/** `--track-user`: by user. */
export const trackUser = targetOption({
  name: '--track-user',
  parameter: parameter.user,
  action: parameter.ownerAction,
  words: ['user'],
  description: 'capture what belongs to a user',
  readKey: (name, { userId }) => ({ kind: 'user', uid: userId(name) ?? accountId('user', name) }),
})
