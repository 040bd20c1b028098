/** A machine for tests: a few accounts, and every file but those under /nowhere. */
import type { Surroundings } from './key.ts'

const users = ['root', 'daemon', 'bin', 'sys']
const groups = ['root', 'daemon', 'bin', 'sys', 'adm']

/** Users root and daemon with the ids 0 and 1, group adm with 4, and so on. */
export const fakeMachine: Surroundings = {
  userId: (name) => indexOf(users, name),
  userName: (uid) => users[uid],
  groupId: (name) => indexOf(groups, name),
  groupName: (gid) => groups[gid],
  cgroupId: (path) => {
    const [, digits] = /^\/group(\d+)$/.exec(path) ?? []
    return digits === undefined ? undefined : BigInt(digits)
  },
  cgroupPath: (id) => `/group${id}`,
  hasFile: (path) => !path.startsWith('/nowhere'),
  hasContexts: () => true,
}

function indexOf(names: readonly string[], name: string): number | undefined {
  const index = names.indexOf(name)
  return index < 0 ? undefined : index
}
