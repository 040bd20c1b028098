import { captureKeys } from '../../config/capture-keys.ts'
import { policyFile } from '../../config/dump.ts'
import { parseIni } from '../../config/ini.ts'
import type { Surroundings } from '../../config/key.ts'
import type { ControlPlane } from '../../policy/control-plane.ts'
import type { ControlOption } from '../control-option.ts'
import { shownFiles } from '../shown-files.ts'

const summary = 'print the policy in force as a file for camconfd'

/** `-c`: what may stand in /etc/camflow.ini. */
export const configuration: ControlOption = {
  name: '-c',
  parameters: [],
  description: summary,
  printsState: true,
  subCommands: [{ words: 'config', parameters: [], summary }],
  run({ plane, terminal, surroundings, asJson }) {
    const text = runningPolicy(plane(), surroundings)
    terminal.out(asJson ? `${JSON.stringify({ text, sections: sectionsOf(text) })}\n` : text)
  },
}

type Sections = Record<string, Record<string, string | string[]>>

/** Sections, keys and values as they stand in the file; a key that may come many times has a list. */
function sectionsOf(text: string): Sections {
  const lists = new Set(
    Object.values(captureKeys).flatMap(({ section, key, isList }) =>
      isList ? [`${section}\n${key}`] : [],
    ),
  )
  const sections: Sections = {}
  for (const { section, key, value } of parseIni(text).entries) {
    sections[section] ??= {}
    const keys = sections[section]
    const known = keys[key]
    if (Array.isArray(known)) known.push(value)
    else keys[key] = lists.has(`${section}\n${key}`) ? [value] : value
  }
  return sections
}

/** The policy in force as a file. @param machineId that it says; 0: the number that is kept on the machine. */
export function runningPolicy(
  plane: ControlPlane,
  surroundings: Surroundings,
  machineId = 0,
): string {
  const { policy, facts } = plane
  const [targets, files] = [plane.targets(), shownFiles(plane)]
  const persists = plane.persistence.isOn
  const { ringBytes } = facts
  const buffers = plane.relayBuffers
  const inForce = { policy, persists, targets, files, ringBytes, buffers, machineId }
  return policyFile(inForce, surroundings)
}
