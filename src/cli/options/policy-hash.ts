import { policyHashText } from '../../policy/policy-text.ts'
import type { ControlOption } from '../control-option.ts'

const summary = 'show the fingerprint of version and policy'

/** `-p`: printed as CamFlow does, without padding; in JSON with. */
export const policyHash: ControlOption = {
  name: '-p',
  parameters: [],
  description: summary,
  isUnlisted: true,
  printsState: true,
  subCommands: [{ words: 'policy-hash', parameters: [], summary }],
  run({ plane, terminal, asJson }) {
    const hash = plane().policyHash()
    const hex = Buffer.from(hash).toString('hex')
    terminal.out(asJson ? `${JSON.stringify({ policyHash: hex })}\n` : `${policyHashText(hash)}\n`)
  },
}
