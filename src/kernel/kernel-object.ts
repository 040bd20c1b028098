/** Facts that the kernel tells about loaded programs, links and maps, by file descriptor. */
import { CamflowError } from '../errors.ts'
import { libbpf } from './libbpf.ts'

/** `struct bpf_map_info` and its siblings are at most this long in the kernels we know. */
const INFO_BYTES = 256
/** Offsets in `struct bpf_map_info` and `bpf_prog_info` of include/uapi/linux/bpf.h. */
const MAP_ID_AT = 4
const MAP_KEY_SIZE_AT = 8
const MAP_VALUE_SIZE_AT = 12
const MAP_ENTRIES_AT = 16
const PROGRAM_MISSES_AT = 208

/** What a map is like. */
export interface MapFacts {
  /** Unique while the machine is up. */
  readonly id: number
  readonly keyBytes: number
  readonly valueBytes: number
  readonly entries: number
}

function info(fd: number): DataView {
  const bytes = new Uint8Array(INFO_BYTES)
  const result = libbpf().bpf_obj_get_info_by_fd(fd, bytes, Uint32Array.of(INFO_BYTES))
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `information: errno ${-result}`)
  return new DataView(bytes.buffer)
}

/** Facts of a map. */
export function mapFacts(fd: number): MapFacts {
  const view = info(fd)
  return {
    id: view.getUint32(MAP_ID_AT, true),
    keyBytes: view.getUint32(MAP_KEY_SIZE_AT, true),
    valueBytes: view.getUint32(MAP_VALUE_SIZE_AT, true),
    entries: view.getUint32(MAP_ENTRIES_AT, true),
  }
}

/**
 * How often the kernel did not run a program because it was running on that CPU already. What it would
 * have recorded is missing.
 */
export function missedRuns(program: number): number {
  return Number(info(program).getBigUint64(PROGRAM_MISSES_AT, true))
}

const KEY_ZERO = new Uint8Array(4)

/** Reads the only entry of an array map. */
export function readEntry(fd: number, bytes: number): Buffer {
  const value = Buffer.alloc(bytes)
  const result = libbpf().bpf_map_lookup_elem(fd, KEY_ZERO, value)
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `reading: errno ${-result}`)
  return value
}

/** Writes the only entry of an array map. */
export function writeEntry(fd: number, value: Uint8Array): void {
  const result = libbpf().bpf_map_update_elem(fd, KEY_ZERO, value, 0)
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `writing: errno ${-result}`)
}

/** All entries of a hash map, in no order. @param keyBytes and @param valueBytes as it was made. */
export function entriesOf(
  fd: number,
  keyBytes: number,
  valueBytes: number,
): readonly { readonly key: Uint8Array; readonly value: Uint8Array }[] {
  const entries: { key: Uint8Array; value: Uint8Array }[] = []
  let previous: Uint8Array | null = null
  while (true) {
    const key: Uint8Array = new Uint8Array(keyBytes)
    if (libbpf().bpf_map_get_next_key(fd, previous, key) !== 0) return entries
    const value = new Uint8Array(valueBytes)
    if (libbpf().bpf_map_lookup_elem(fd, key, value) === 0) entries.push({ key, value })
    previous = key
  }
}
