import { group } from '../../config/kinds.ts'
import { parameter } from '../parameters.ts'
import { readAccount, targetOption } from '../target-option.ts'

/** `--track-group`: by group. */
export const trackGroup = targetOption({
  name: '--track-group',
  parameter: parameter.group,
  action: parameter.ownerAction,
  words: ['group'],
  description: 'capture what belongs to a group',
  readKey: (text, machine) => ({ kind: 'group', gid: readAccount(group, text, machine) }),
})
