/**
 * Files with flags from the moment the programs first see them. The kernel keeps a file's state by its
 * inode, so a file that was seen before, and is in the kernel's memory still, keeps the flags it had.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { controlLayout, FLAG, offsetOf } from './layout.ts'
import { libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'

/** A file as the kernel knows it. */
export interface FileIdentity {
  readonly ino: bigint
  /** `s_dev` of its file system: major << 20 | minor. */
  readonly dev: number
}

/** Flags on a file, until they are taken away. */
export interface FileTarget {
  /** A file with the same number that comes later has nothing to do with it. */
  release(): void
}

/** Names a file without opening it for reading; not in Node's constants. */
const O_PATH = 0o10000000
const DEV_MINOR_BITS = 20
const ANY = 0
const MAP = 'file_targets'

/**
 * Which inode a path leads to. Not by `stat`: stacked file systems show another device there.
 *
 * @returns `undefined` for what is no regular file (a device or a pipe is not ours alone) or not there.
 */
export function identifyFile(path: string): FileIdentity | undefined {
  const fd = openPath(path)
  if (fd === undefined) return undefined
  try {
    if (!fstatSync(fd).isFile()) return undefined
    const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')
    const mount = /^mnt_id:\s*(\d+)$/m.exec(info)?.[1] ?? ''
    const dev = deviceOfMount(mount)
    // Kernels before 5.14 do not tell the number; there it is that of `stat`.
    const ino = /^ino:\s*(\d+)$/m.exec(info)?.[1] ?? fstatSync(fd, { bigint: true }).ino
    return dev === undefined ? undefined : { ino: BigInt(ino), dev }
  } finally {
    closeSync(fd)
  }
}

function openPath(path: string): number | undefined {
  try {
    return openSync(path, O_PATH)
  } catch {
    // Nobody can use what is not there.
    return undefined
  }
}

function deviceOfMount(mount: string): number | undefined {
  const mounts = readFileSync('/proc/self/mountinfo', 'latin1')
  const [, major, minor] = new RegExp(`^${mount} \\d+ (\\d+):(\\d+) `, 'm').exec(mounts) ?? []
  if (major === undefined || minor === undefined) return undefined
  return ((Number(major) << DEV_MINOR_BITS) | Number(minor)) >>> 0
}

/**
 * Gives a file flags, bits of `FLAG`.
 *
 * @returns `undefined` when the programs know no such files.
 * @throws CF_MAP_ACCESS when there is no room for one more.
 */
export function targetFile(
  programs: ProgramSet,
  file: FileIdentity,
  flags: number,
): FileTarget | undefined {
  const map = programs.maps.get(MAP)
  if (map === undefined) return undefined
  const key = keyOf(file)
  const result = libbpf().bpf_map_update_elem(map, key, Uint32Array.of(flags), ANY)
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `${MAP}: errno ${-result}`)
  return { release: () => void libbpf().bpf_map_delete_elem(map, key) }
}

/**
 * Never captures a file.
 *
 * @returns `undefined` for what is no regular file, and where the programs know no such files.
 */
export function makeFileOpaque(programs: ProgramSet, path: string): FileTarget | undefined {
  const file = identifyFile(path)
  return file === undefined ? undefined : targetFile(programs, file, FLAG.opaque)
}

function keyOf({ ino, dev }: FileIdentity): Uint8Array {
  const key = new DataView(new ArrayBuffer(controlLayout.file_target.size))
  key.setBigUint64(offsetOf('file_target', 'ino'), ino, true)
  key.setUint32(offsetOf('file_target', 'dev'), dev, true)
  return new Uint8Array(key.buffer)
}
