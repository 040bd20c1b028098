/** Variables of the capture programs: a data section of theirs is a map with one value, which can be mapped here. */
import { mapFacts } from './kernel-object.ts'
import { libc, viewMemory } from './libbpf.ts'
import { mapMemory, mapNothing } from './relay.ts'

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
