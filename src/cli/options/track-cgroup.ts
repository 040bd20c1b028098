import type { Surroundings } from '../../config/key.ts'
import { cgroupId } from '../../policy/cgroup.ts'
import type { TargetKey } from '../../policy/target.ts'
import { parameter } from '../parameters.ts'
import { targetOption } from '../target-option.ts'

const MOST = 2 ** 32 - 1

/**
 * `--track-cgroup`: processes of a cgroup namespace, by its inode number with the prefixes of C; a path stands
 * for a control group.
 */
export const trackCgroup = targetOption({
  name: '--track-cgroup',
  parameter: parameter.cgroup,
  action: parameter.namespaceAction,
  words: ['cgroup'],
  description: 'capture the processes of a cgroup namespace, or of a control group by its path',
  readKey: readCgroup,
})

function readCgroup(text: string, surroundings: Surroundings): TargetKey {
  if (text.startsWith('/')) {
    return { kind: 'cgroup', id: surroundings.cgroupId(text) ?? cgroupId(text) }
  }
  const number = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text)
  if (/^(0[xX][0-9a-fA-F]+|\d+)$/.test(text) && number > 0 && number <= MOST) {
    return { kind: 'namespace', cgroup: number }
  }
  throw new TypeError(`Not the inode number of a cgroup namespace: ${text}`)
}
