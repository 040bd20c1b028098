/**
 * Forgets what the programs keep by the address of a kernel object. While nothing is attached nobody sees
 * such objects end, and another one may live at the same address when capture goes on.
 */
import type { Counters } from './counters.ts'
import { mapFacts } from './kernel-object.ts'
import { libbpf } from './libbpf.ts'
import { OBJECT_BYTES, objectAt, objectId, objectLives } from './object-table.ts'
import { useSection } from './section.ts'

/** Maps from an address to a handle: `struct handle` of bpf/maps.h. */
const BY_ADDRESS = ['memories', 'inodes', 'ipcs'] as const
const HANDLE_BYTES = 16
const SLOT_AT = 8

/** Ends the object in a place, if it is the one that was meant. @param id none: whatever is there */
type End = (slot: number, id?: bigint) => void

/**
 * Empties those maps and gives the objects' places back. Only while nothing is attached.
 *
 * @param maps file descriptors by name; what is not there is left out.
 */
export function forgetAddresses(
  maps: ReadonlyMap<string, number>,
  counters: Pick<Counters, 'objectEnded' | 'forgetInodes'>,
): void {
  const objects = maps.get('objects')
  const freed = maps.get('free_objects')
  if (objects === undefined || freed === undefined) return
  useSection(objects, (memory) => {
    useSection(freed, (places) => {
      forgetAll(maps, counters, endIn(memory, new Uint32Array(places), counters))
    })
  })
}

/** @param places `free_objects`: slots, each one more than its number, at the count of those before it. */
function endIn(
  objects: ArrayBuffer,
  places: Uint32Array,
  counters: Pick<Counters, 'objectEnded'>,
): End {
  return (slot, id) => {
    const object = objectAt(objects, slot)
    if (!objectLives(object) || (id !== undefined && id !== objectId(object))) return
    new Uint8Array(objects, slot * OBJECT_BYTES, OBJECT_BYTES).fill(0)
    places[counters.objectEnded() % places.length] = slot + 1
  }
}

function forgetAll(
  maps: ReadonlyMap<string, number>,
  counters: Pick<Counters, 'forgetInodes'>,
  end: End,
): void {
  for (const name of BY_ADDRESS) {
    const fd = maps.get(name)
    if (fd !== undefined) forgetHandles(fd, end)
  }
  counters.forgetInodes()
  for (const name of ['inode_buckets', 'memory_buckets']) {
    const fd = maps.get(name)
    if (fd !== undefined) useSection(fd, (memory) => forgetBuckets(new Uint32Array(memory), end))
  }
}

function forgetHandles(fd: number, end: End): void {
  const bpf = libbpf()
  const handle = new Uint8Array(HANDLE_BYTES)
  const view = new DataView(handle.buffer)
  for (const key of keysOf(fd)) {
    const isFound = bpf.bpf_map_lookup_elem(fd, key, handle) === 0
    bpf.bpf_map_delete_elem(fd, key)
    if (isFound) end(view.getUint32(SLOT_AT, true), view.getBigUint64(0, true))
  }
}

/** Of each place the lower half is one more than a slot; 0 is a free place: bpf/prov/bucket.h. */
function forgetBuckets(words: Uint32Array, end: End): void {
  for (let at = 0; at < words.length; at += 2) {
    const slot = (words[at] ?? 0) - 1
    if (slot < 0) continue
    words.fill(0, at, at + 2)
    end(slot)
  }
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
