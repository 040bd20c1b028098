import { accountId } from '../../policy/accounts.ts'
import { parameter } from '../parameters.ts'
import { targetOption } from '../target-option.ts'

/** `--track-group`: by group. */
export const trackGroup = targetOption({
  name: '--track-group',
  parameter: parameter.group,
  action: parameter.ownerAction,
  words: ['group'],
  description: 'capture what belongs to a group',
  readKey: (name, { groupId }) => ({
    kind: 'group',
    gid: groupId(name) ?? accountId('group', name),
  }),
})
