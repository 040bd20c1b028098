import { policyFile } from '../../config/dump.ts'
import type { Surroundings } from '../../config/key.ts'
import type { ControlPlane } from '../../policy/control-plane.ts'
import type { ControlOption } from '../control-option.ts'

const summary = 'print the policy in force as a file for camconfd'

/** `-c`: what may stand in /etc/camflow.ini. */
export const configuration: ControlOption = {
  name: '-c',
  parameters: [],
  description: summary,
  printsState: true,
  subCommands: [{ words: 'config', parameters: [], summary }],
  run({ plane, terminal, surroundings, asJson }) {
    const text = runningPolicy(plane(), surroundings, 0)
    terminal.out(asJson ? `${JSON.stringify({ text })}\n` : text)
  },
}

/** The policy in force as a file. @param machineId 0: the number that is kept on the machine. */
export function runningPolicy(
  plane: ControlPlane,
  surroundings: Surroundings,
  machineId: number,
): string {
  const { policy, facts } = plane
  const [targets, files] = [plane.targets(), plane.flaggedFiles()]
  return policyFile({ policy, targets, files, ringBytes: facts.ringBytes, machineId }, surroundings)
}
