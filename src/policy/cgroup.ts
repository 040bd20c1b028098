/** Control groups by the path of their directory: the kernel knows one by its inode number. */
import { readdirSync, statfsSync, statSync } from 'node:fs'
import { CamflowError } from '../errors.ts'

/** Where the hierarchy is mounted. */
export const CGROUP_MOUNT = '/sys/fs/cgroup'
/** `CGROUP2_SUPER_MAGIC` of include/uapi/linux/magic.h. */
const CGROUP2_MAGIC = 0x63677270

/**
 * The id of a control group.
 *
 * @param path of its directory, or as `/proc/PID/cgroup` shows it: from the root of the hierarchy.
 * @throws CF_CGROUP_MISSING when it is not a directory of a version 2 hierarchy.
 */
export function cgroupId(path: string): bigint {
  for (const directory of [path, `${CGROUP_MOUNT}/${path}`, `${CGROUP_MOUNT}/unified/${path}`]) {
    try {
      if (statfsSync(directory).type === CGROUP2_MAGIC) {
        return statSync(directory, { bigint: true }).ino
      }
    } catch {
      // Not there: perhaps the next one is.
    }
  }
  throw new CamflowError('CF_CGROUP_MISSING', path)
}

/** A control group that exists. */
export interface Cgroup {
  readonly id: bigint
  readonly directory: string
}

/** Every control group from a directory on, that one first. What is removed meanwhile is left out. */
export function* cgroupsIn(directory: string = CGROUP_MOUNT): Generator<Cgroup> {
  try {
    yield { id: statSync(directory, { bigint: true }).ino, directory }
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) yield* cgroupsIn(`${directory}/${entry.name}`)
    }
  } catch {
    // Removed while we looked, or there is no such hierarchy.
  }
}

/** The directory of a control group; `undefined` when it is gone. */
export function cgroupPath(id: bigint): string | undefined {
  for (const cgroup of cgroupsIn()) if (cgroup.id === id) return cgroup.directory
  return undefined
}
