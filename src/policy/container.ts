/** The container that a control group belongs to, as container runtimes name the groups that they make. */
import { CGROUP_MOUNT, cgroupsIn } from './cgroup.ts'

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
      for (const { id, directory } of cgroupsIn(this.#mount)) {
        this.#known.set(lowHalf(id), containerIn(directory.slice(this.#mount.length)))
      }
      if (!this.#known.has(cgroup)) this.#known.set(cgroup, undefined)
    }
    return this.#known.get(cgroup)
  }
}

function lowHalf(id: bigint): number {
  return Number(BigInt.asUintN(32, id))
}
