/** Files whose flags have grown: taken out of the queue in which the capture programs tell of them. */
import { vertexByName } from '../record/registry.ts'
import { libbpf } from './libbpf.ts'
import { objectAt, objectId, objectLives } from './object-table.ts'
import type { ProgramSet } from './programs.ts'
import { mapOf } from './request.ts'
import { useSection } from './section.ts'

/** A file that has got flags, labels or another name. */
export interface UnsavedFile {
  /** Where the programs keep it. */
  readonly slot: number
  /** Node id. */
  readonly id: bigint
  /** Its path vertex; 0: it has no name yet. */
  readonly nameId: bigint
}

/** `struct prov` of bpf/prov/object.h, whose layout is asserted there. */
const TAINT_AT = 24
const NAME_AT = 32
const FLAGS_AT = 52
const TYPE_AT = 62
const KINDS: ReadonlySet<number> = new Set(
  (['file', 'directory', 'link'] as const).map((name) => vertexByName(name).bit),
)

/**
 * Takes files out of the queue, each once.
 *
 * @param most entries of the queue to take: one file may stand there several times.
 * @param waiting slots of files that were taken before and are to be looked at again.
 * @returns those files, `undefined` for each that the kernel has let go of, and whether the queue is empty.
 */
export function takeUnsaved(
  programs: ProgramSet,
  most: number,
  waiting: Iterable<number>,
): { readonly files: readonly (UnsavedFile | undefined)[]; readonly isAll: boolean } {
  const queue = mapOf(programs, 'unsaved')
  const slot = new Uint32Array(1)
  const bytes = new Uint8Array(slot.buffer)
  const slots = new Set(waiting)
  const take = () => libbpf().bpf_map_lookup_and_delete_elem(queue, null, bytes) === 0
  let taken = 0
  for (; taken < most && take(); taken++) slots.add(slot[0] ?? 0)
  const files = slots.size === 0 ? [] : readFiles(mapOf(programs, 'objects'), slots)
  return { files, isAll: taken < most }
}

function readFiles(objects: number, slots: ReadonlySet<number>) {
  return useSection(objects, (memory) =>
    [...slots].map((slot) => flaggedFile(slot, objectAt(memory, slot))),
  )
}

function flaggedFile(slot: number, object: DataView): UnsavedFile | undefined {
  const isFlagged =
    object.getUint32(FLAGS_AT, true) !== 0 || object.getBigUint64(TAINT_AT, true) !== 0n
  // The place may be another object's by now.
  if (!objectLives(object) || !isFlagged || !KINDS.has(object.getUint8(TYPE_AT))) return undefined
  return { slot, id: objectId(object), nameId: object.getBigUint64(NAME_AT, true) }
}
