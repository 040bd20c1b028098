/**
 * Forgets what the programs keep by the address of a kernel object. While nothing is attached nobody sees
 * such objects end, and another one may live at the same address when capture goes on.
 */
import type { Counters } from './counters.ts'
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
export function forgetAddresses(
  maps: ReadonlyMap<string, number>,
  counters: Pick<Counters, 'objectEnded' | 'forgetInodes'>,
): void {
  const objects = maps.get('objects')
  const places = maps.get('free_objects')
  if (objects === undefined || places === undefined) return
  const bpf = libbpf()
  const held = new Uint8Array(mapFacts(objects).valueBytes)
  const nothing = new Uint8Array(held.length)
  const count = mapFacts(places).entries
  const end = (slot: number, handle?: Uint8Array) => {
    const key = wordOf(slot)
    if (bpf.bpf_map_lookup_elem(objects, key, held) !== 0) return
    if (!lives(held) || (handle !== undefined && !holds(held, handle))) return
    bpf.bpf_map_update_elem(objects, key, nothing, ANY)
    bpf.bpf_map_update_elem(places, wordOf(counters.objectEnded() % count), wordOf(slot + 1), ANY)
  }
  for (const name of BY_ADDRESS) {
    const fd = maps.get(name)
    if (fd !== undefined) forgetHandles(fd, end)
  }
  counters.forgetInodes()
  for (const name of ['inode_buckets', 'memory_buckets']) {
    const fd = maps.get(name)
    if (fd !== undefined) forgetBuckets(fd, end)
  }
}

function forgetHandles(fd: number, end: (slot: number, handle: Uint8Array) => void): void {
  const bpf = libbpf()
  const handle = new Uint8Array(HANDLE_BYTES)
  for (const key of keysOf(fd)) {
    const isFound = bpf.bpf_map_lookup_elem(fd, key, handle) === 0
    bpf.bpf_map_delete_elem(fd, key)
    if (isFound) end(new DataView(handle.buffer).getUint32(SLOT_AT, true), handle)
  }
}

/** Of each word the lower half is one more than a slot, 0 is a free place: bpf/prov/inode-table.h. */
function forgetBuckets(fd: number, end: (slot: number) => void): void {
  const { entries, valueBytes } = mapFacts(fd)
  const keys = new Uint8Array(entries * 4)
  const values = new Uint8Array(entries * valueBytes)
  libbpf().bpf_map_lookup_batch(
    fd,
    null,
    new Uint8Array(4),
    keys,
    values,
    Uint32Array.of(entries),
    null,
  )
  const words = new Uint32Array(values.buffer)
  const wordsEach = valueBytes >>> 2
  const nothing = new Uint8Array(valueBytes)
  for (let bucket = 0; bucket < entries; bucket++) {
    const taken = words.subarray(bucket * wordsEach, (bucket + 1) * wordsEach).filter(isSlot)
    if (taken.length === 0) continue
    libbpf().bpf_map_update_elem(fd, wordOf(bucket), nothing, ANY)
    for (const word of taken) end(word - 1)
  }
}

function isSlot(word: number, index: number): boolean {
  return index % 2 === 0 && word !== 0
}

function wordOf(number: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(number).buffer)
}

function lives(held: Uint8Array): boolean {
  return ((held[ENDED_AT] ?? 0) & ENDED) === 0
}

/** Whether a place is still the handle's object's: it may be another one's by now. */
function holds(held: Uint8Array, handle: Uint8Array): boolean {
  return held.subarray(0, SLOT_AT).every((byte, index) => byte === handle[index])
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
