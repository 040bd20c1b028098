/** The container that a control group belongs to, as container runtimes name the groups that they make. */
import { readdirSync, statSync } from 'node:fs'
import { CGROUP_MOUNT } from './cgroup.ts'

/** Docker, Podman, containerd and CRI-O end a name with 64 hexadecimal digits; LXC and nspawn have names. */
const forms = [
  /(?:^|[/:-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/,
  /\/lxc\.payload[./]([^/]+)/,
  /\/machine\.slice\/(?:machine-|systemd-nspawn@)([^/]+?)\.(?:scope|service)/,
] as const

/** The container's id or name; `undefined` when the path of the group names none. */
export function containerIn(path: string): string | undefined {
  return forms.map((form) => form.exec(path)?.[1]).find((id) => id !== undefined)
}

/**
 * Finds containers by the inode number of their group, low half. A number that is not known yet has the whole
 * hierarchy read; the answer is kept, for numbers do not come again. A group that is gone by then has none.
 */
export class Containers {
  readonly #mount: string
  readonly #known = new Map<number, string | undefined>()

  constructor(mount: string = CGROUP_MOUNT) {
    this.#mount = mount
  }

  /** The container of a group. */
  readonly of = (cgroup: number): string | undefined => {
    if (!this.#known.has(cgroup)) {
      this.#read('')
      if (!this.#known.has(cgroup)) this.#known.set(cgroup, undefined)
    }
    return this.#known.get(cgroup)
  }

  #read(path: string): void {
    const directory = this.#mount + path
    try {
      const number = Number(BigInt.asUintN(32, statSync(directory, { bigint: true }).ino))
      this.#known.set(number, containerIn(path))
      for (const entry of readdirSync(directory, { withFileTypes: true })) {
        if (entry.isDirectory()) this.#read(`${path}/${entry.name}`)
      }
    } catch {
      // Removed while we looked, or there is no such hierarchy.
    }
  }
}
