/** Variables of the capture programs: a data section of theirs is a map with one value, which can be mapped here. */
import { closeSync } from 'node:fs'
import { mapFacts } from './kernel-object.ts'
import { type Handle, libbpf, libc, viewMemory } from './libbpf.ts'
import { mapMemory, mapNothing } from './relay.ts'

const BPF_MAP_TYPE_ARRAY = 2
const BPF_F_MMAPABLE = 1 << 10
/** `struct bpf_map_create_opts`: 32-bit words, the first pair its size; which of them are the flags. */
const OPTION_WORDS = 12
const FLAGS_WORD = 7

/**
 * Gives a section that begins with zeros its map, before the programs are loaded. libbpf would copy the zeros into it:
 * for the state of all objects some 35 MB, which the copy then holds as long as the programs are open.
 *
 * @param map of libbpf. @param name in the kernel, at most 15 characters.
 * @returns 0, or a negative errno.
 */
export function makeZeroSection(map: Handle, name: string): number {
  const bpf = libbpf()
  const options = new Uint32Array(OPTION_WORDS)
  options[0] = options.byteLength
  options[FLAGS_WORD] = BPF_F_MMAPABLE
  const fd = bpf.bpf_map_create(
    BPF_MAP_TYPE_ARRAY,
    name,
    4,
    bpf.bpf_map__value_size(map),
    1,
    options,
  )
  if (fd < 0) return fd
  const result = bpf.bpf_map__reuse_fd(map, fd)
  closeSync(fd)
  return result
}

/** A section that stays mapped. */
export interface Section {
  readonly memory: ArrayBuffer
  /** Lets go. It shows what was there last: a caller who looks once more must not end the process. */
  close(): void
}

/**
 * Maps a section; writable, because a policy change is a store.
 *
 * @param fd of its map; stays the caller's. @param bytes from its beginning.
 * @throws CF_MAP_ACCESS when the kernel does not allow it.
 */
export function mapSection(fd: number, bytes: number): Section {
  const address = mapMemory(fd, bytes, 'write')
  const memory = viewMemory(address, bytes)
  return {
    memory,
    close: () => {
      const last = new Uint8Array(memory).slice()
      mapNothing(address, bytes)
      new Uint8Array(memory).set(last)
    },
  }
}

/**
 * Maps a section whole for the time of a call, after which nobody may look at the memory any more. Only the
 * pages that are looked at become resident.
 *
 * @throws CF_MAP_ACCESS when the kernel does not allow it.
 */
export function useSection<Result>(fd: number, use: (memory: ArrayBuffer) => Result): Result {
  const bytes = mapFacts(fd).valueBytes
  const address = mapMemory(fd, bytes, 'write')
  try {
    return use(viewMemory(address, bytes))
  } finally {
    libc().munmap(address, bytes)
  }
}
