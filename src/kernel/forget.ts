/**
 * Forgets what the programs keep by the address of a kernel object. While nothing is attached nobody sees
 * such objects end, and another one may live at the same address when capture goes on.
 */
import { mapFacts } from './kernel-object.ts'
import { libbpf } from './libbpf.ts'

/** Maps from an address to a handle: `struct handle` of bpf/maps.h. */
const BY_ADDRESS = ['memories', 'inodes_by_key', 'ipcs'] as const
const KEY_BYTES = { memories: 8, inodes_by_key: 16, ipcs: 8 } as const
const HANDLE_BYTES = 16
const SLOT_AT = 8
const ANY = 0

/**
 * Empties those maps and gives the objects' places back. Only while nothing is attached.
 *
 * @param maps file descriptors by name; what is not there is left out.
 */
export function forgetAddresses(maps: ReadonlyMap<string, number>): void {
  const objects = maps.get('objects')
  const places = maps.get('free_objects')
  if (objects === undefined || places === undefined) return
  const bpf = libbpf()
  const nothing = new Uint8Array(mapFacts(objects).valueBytes)
  const handle = new Uint8Array(HANDLE_BYTES)
  const held = new Uint8Array(nothing.length)
  for (const name of BY_ADDRESS) {
    const fd = maps.get(name)
    if (fd === undefined) continue
    for (const key of keysOf(fd, KEY_BYTES[name])) {
      const isFound = bpf.bpf_map_lookup_elem(fd, key, handle) === 0
      bpf.bpf_map_delete_elem(fd, key)
      const slot = handle.slice(SLOT_AT, SLOT_AT + 4)
      if (!isFound || bpf.bpf_map_lookup_elem(objects, slot, held) !== 0) continue
      // The place may be another object's by now: then it is not ours to give back.
      if (!held.subarray(0, SLOT_AT).every((byte, index) => byte === handle[index])) continue
      bpf.bpf_map_update_elem(objects, slot, nothing, ANY)
      bpf.bpf_map_update_elem(places, null, slot, ANY)
    }
  }
}

function keysOf(fd: number, bytes: number): readonly Uint8Array[] {
  const keys: Uint8Array[] = []
  let previous: Uint8Array | null = null
  while (true) {
    const key: Uint8Array = new Uint8Array(bytes)
    if (libbpf().bpf_map_get_next_key(fd, previous, key) !== 0) return keys
    keys.push(key)
    previous = key
  }
}
