import { parameter } from '../parameters.ts'
import { targetOption } from '../target-option.ts'

/** `--track-secctx`: by security context. */
export const trackSecctx = targetOption({
  name: '--track-secctx',
  parameter: parameter.context,
  action: parameter.ownerAction,
  words: ['secctx'],
  description: 'capture by security context, as /proc/PID/attr/current has it',
  readKey: (context) => {
    if (context === '') throw new TypeError('A security context is missing.')
    return { kind: 'secctx', context }
  },
})
