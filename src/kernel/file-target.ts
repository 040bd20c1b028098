/** Files that are never captured, until they are let go: a log that tells of its own growth grows for ever. */
import { controlLayout, FLAG, offsetOf } from './layout.ts'
import { libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'
import { changeFile, isRegularFile, mapOf } from './request.ts'

/** A file as the kernel knows it. */
export interface FileIdentity {
  readonly ino: bigint
  /** `s_dev` of its file system: major << 20 | minor. */
  readonly dev: number
}

/** Flags on a file, until they are taken away. */
export interface FileTarget {
  /** To be called before the file is removed. */
  release(): void
}

/**
 * Never captures a file.
 *
 * @returns `undefined` for what is no regular file (a device or a pipe is not ours alone) or not there.
 */
export function makeFileOpaque(programs: ProgramSet, path: string): FileTarget | undefined {
  if (!isRegularFile(path)) return undefined
  const key = fileKey(changeFile(programs, path, { set: FLAG.opaque }))
  const map = mapOf(programs, 'file_targets')
  return { release: () => void libbpf().bpf_map_delete_elem(map, key) }
}

/** A file as a key of `file_targets` and `file_paths`. */
export function fileKey({ ino, dev }: FileIdentity): Uint8Array {
  const key = new DataView(new ArrayBuffer(controlLayout.file_target.size))
  key.setBigUint64(offsetOf('file_target', 'ino'), ino, true)
  key.setUint32(offsetOf('file_target', 'dev'), dev, true)
  return new Uint8Array(key.buffer)
}
