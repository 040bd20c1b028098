/**
 * What every user may see of the service, as with CamFlow: the policy in force and what was counted. Maps that
 * hold no more than that have second names where everybody finds them, and who is not root opens them to read.
 * Not among them: the ring, and paths of files, which may lie in folders that are closed.
 */
import { chmodSync, closeSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { PUBLIC_DIRECTORY } from './disclosure-file.ts'
import { libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'

/** Where they stand. */
export const PUBLIC_STATE = `${PUBLIC_DIRECTORY}/state`
const SHOWN = [
  'control',
  'counters',
  'machine',
  'user_targets',
  'group_targets',
  'cgroup_targets',
  'context_targets',
  'target_lists',
] as const
const ALL_MAY_ENTER = 0o711
const ALL_MAY_READ = 0o444
/** `BPF_F_RDONLY`, in `struct bpf_obj_get_opts` behind its size. */
const READ_ONLY = 8
const OPTIONS_BYTES = 16

/** Maps that can be read, without the programs. */
export interface ShownMaps extends Pick<ProgramSet, 'maps'> {
  close(): void
}

/** Gives the maps their names; those of a capture that ended without taking them away go. @returns 0 or an errno. */
export function publishState({ maps }: ProgramSet, directory = PUBLIC_STATE): number {
  withdrawState(directory)
  mkdirSync(directory)
  chmodSync(directory, ALL_MAY_ENTER)
  for (const name of SHOWN) {
    const fd = maps.get(name)
    if (fd === undefined) continue
    const path = `${directory}/${name}`
    const result = libbpf().bpf_obj_pin(fd, path)
    if (result < 0) return -result
    chmodSync(path, ALL_MAY_READ)
  }
  return 0
}

/** Takes the names away. */
export function withdrawState(directory = PUBLIC_STATE): void {
  rmSync(directory, { recursive: true, force: true })
}

/**
 * Opens them.
 *
 * @returns `undefined` where nothing is shown.
 * @throws CF_MAP_ACCESS when the kernel does not let this user look.
 */
export function openPublicState(directory = PUBLIC_STATE): ShownMaps | undefined {
  if (statSync(`${directory}/control`, { throwIfNoEntry: false }) === undefined) return undefined
  const maps = new Map<string, number>()
  const close = () => {
    for (const fd of maps.values()) closeSync(fd)
  }
  for (const name of SHOWN) {
    const fd = openToRead(`${directory}/${name}`)
    if (fd < 0) {
      close()
      throw new CamflowError('CF_MAP_ACCESS', `${directory}/${name}: errno ${-fd}`)
    }
    maps.set(name, fd)
  }
  return { maps, close }
}

function openToRead(path: string): number {
  const options = new DataView(new ArrayBuffer(OPTIONS_BYTES))
  options.setBigUint64(0, BigInt(OPTIONS_BYTES), true)
  options.setUint32(8, READ_ONLY, true)
  return libbpf().bpf_obj_get_opts(path, new Uint8Array(options.buffer))
}
