/**
 * Forgets what the programs keep by the address of a kernel object. While nothing is attached nobody sees
 * such objects end, and another one may live at the same address when capture goes on.
 */
import { mapFacts } from './kernel-object.ts'
import { libbpf } from './libbpf.ts'

/** Maps from an address to a handle: `struct handle` of bpf/maps.h. */
const BY_ADDRESS = ['memories', 'inodes', 'ipcs'] as const
const HANDLE_BYTES = 16
const SLOT_AT = 8
/** Of `struct prov`: the last byte of `state`, with STATE_ENDED. */
const ENDED_AT = 15
const ENDED = 0x80
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
  const handle = new Uint8Array(HANDLE_BYTES)
  const held = new Uint8Array(mapFacts(objects).valueBytes)
  const nothing = new Uint8Array(held.length)
  for (const name of BY_ADDRESS) {
    const fd = maps.get(name)
    if (fd === undefined) continue
    for (const key of keysOf(fd)) {
      const isFound = bpf.bpf_map_lookup_elem(fd, key, handle) === 0
      bpf.bpf_map_delete_elem(fd, key)
      const slot = handle.slice(SLOT_AT, SLOT_AT + 4)
      if (!isFound || bpf.bpf_map_lookup_elem(objects, slot, held) !== 0) continue
      if (!holds(held, handle)) continue
      bpf.bpf_map_update_elem(objects, slot, nothing, ANY)
      bpf.bpf_map_update_elem(places, null, slot, ANY)
    }
  }
}

/** Whether a place is still the handle's object's: it may have ended, or the place be another one's by now. */
function holds(held: Uint8Array, handle: Uint8Array): boolean {
  const isSame = held.subarray(0, SLOT_AT).every((byte, index) => byte === handle[index])
  return isSame && ((held[ENDED_AT] ?? 0) & ENDED) === 0
}

function keysOf(fd: number): readonly Uint8Array[] {
  const bytes = mapFacts(fd).keyBytes
  const keys: Uint8Array[] = []
  let previous: Uint8Array | null = null
  while (true) {
    const key: Uint8Array = new Uint8Array(bytes)
    if (libbpf().bpf_map_get_next_key(fd, previous, key) !== 0) return keys
    keys.push(key)
    previous = key
  }
}
