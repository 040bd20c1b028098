/**
 * The shapes of bpf/control.h: what user space and the capture programs share besides records. A test
 * compares this table with the object file's own type information.
 */

/** One member of a shared structure. */
export interface SharedField {
  readonly name: string
  /** Bytes from the start of the structure. */
  readonly offset: number
  /** Bytes of the whole member; for an array, of all its elements. */
  readonly size: number
}

/** A shared structure. */
export interface SharedStruct {
  readonly size: number
  readonly fields: readonly SharedField[]
}

function struct(...members: readonly (readonly [name: string, size: number])[]): SharedStruct {
  let offset = 0
  const fields = members.map(([name, size]) => {
    const field = { name, offset, size }
    offset += size
    return field
  })
  return { size: offset, fields }
}

const POLICY = struct(
  ['node_filter', 8],
  ['propagate_node_filter', 8],
  ['derived_filter', 8],
  ['generated_filter', 8],
  ['used_filter', 8],
  ['informed_filter', 8],
  ['propagate_derived_filter', 8],
  ['propagate_generated_filter', 8],
  ['propagate_used_filter', 8],
  ['propagate_informed_filter', 8],
  ['enabled', 1],
  ['all', 1],
  ['versioning', 1],
  ['compress_node', 1],
  ['compress_edge', 1],
  ['duplicate', 1],
  ['pad', 2],
)

/** Bytes of the longest security context that is told; the kernel ends it with a zero. */
export const CONTEXT_MOST_BYTES = 255

/** Targets of one list. */
export const TARGET_LIST = 256

/** Room for what an application says; a text has less than that. */
export const DISCLOSURE_BYTES = 4096

const TARGET = struct(['flags', 4], ['order', 4], ['taint', 8])
const ADDRESS_TARGET = struct(
  ['address', 16],
  ['mask', 16],
  ['target', TARGET.size],
  ['port', 2],
  ['family', 2],
  ['pad', 4],
)
const NAMESPACE_TARGET = struct(['numbers', 6 * 4], ['target', TARGET.size])

/** Every shared structure by its C name. Members follow each other without a gap. */
export const controlLayout = {
  policy: POLICY,
  control: struct(
    ['generation', 4],
    ['epoch', 4],
    ['object_limit', 4],
    ['targets', 4],
    ['target_slot', 4],
    ['machine_id', 4],
    ['boot_id', 4],
    ['scope', 4],
    ['tracked_objects', 4],
    ['tracked_inodes', 4],
    ['persists', 4],
    ['security_module', 4],
    ['buffer_exponent', 4],
    ['buffer_count', 4],
    ['ring_bytes', 4],
    ['mode', 4],
    ['plain', 4],
    ['pad', 4],
    ['trackings', 8],
    ['slots', 2 * POLICY.size],
  ),
  counters: struct(
    ['node_ids', 8],
    ['relation_ids', 8],
    ['lost_relations', 8],
    ['lost_vertices', 8],
    ['objects_used', 8],
    ['objects_freed', 8],
    ['objects_reused', 8],
    ['objects_evicted', 8],
    ['members', 8],
    ['chunks', 8],
    ['socket_reads_seen', 8],
    ['contexts', 8],
    ['inodes_outside', 8],
    ['urgent', 4],
    ['asleep', 4],
    ['failures', 32 * 8],
  ),
  requester: struct(['tid', 4], ['pidns', 4]),
  object_request: struct(
    ['object', 4],
    ['set', 4],
    ['clear', 4],
    ['matched', 4],
    ['taint', 8],
    ['labels', 8],
    ['id', 8],
    ['ino', 8],
    ['dev', 4],
    ['slot', 4],
    ['flags', 4],
    ['version', 4],
    ['type', 4],
    ['pad', 4],
    ['name_id', 8],
    ['sb_uuid', 16],
  ),
  file_target: struct(['ino', 8], ['dev', 4], ['pad', 4]),
  file_flags: struct(['flags', 4], ['generation', 4], ['taint', 8]),
  target: TARGET,
  security_context: struct(['text', CONTEXT_MOST_BYTES + 1]),
  address_target: ADDRESS_TARGET,
  namespace_target: NAMESPACE_TARGET,
  target_lists: struct(
    ['ingress_count', 4],
    ['egress_count', 4],
    ['namespace_count', 4],
    ['pad', 4],
    ['ingress', TARGET_LIST * ADDRESS_TARGET.size],
    ['egress', TARGET_LIST * ADDRESS_TARGET.size],
    ['namespaces', TARGET_LIST * NAMESPACE_TARGET.size],
  ),
  disclosure: struct(
    ['magic', 8],
    ['from', 8],
    ['to', 8],
    ['text', 8],
    ['length', 4],
    ['kind', 4],
    ['type', 4],
    ['fd', 4],
  ),
  disclosure_answer: struct(
    ['id', 8],
    ['taint', 8],
    ['result', 4],
    ['version', 4],
    ['flags', 4],
    ['type', 4],
  ),
} as const satisfies Readonly<Record<string, SharedStruct>>

/** Places where a helper of the kernel can fail, in the order of `FAILURES` in bpf/control.h. */
export const failureNames = [
  'ring_full',
  'objects_full',
  'task_storage',
  'inode_map',
  'memory_map',
  'scratch_busy',
  'read_kernel',
  'read_user',
  'path_cut',
  'name_lost',
  'arguments_cut',
  'chunk_full',
  'shared_full',
  'file_targets_full',
  'ipc_map',
  'unsaved_full',
  'context_lost',
] as const

/** A place where a helper can fail. */
export type FailureName = (typeof failureNames)[number]

/** Bits of an object's flags, `FLAG_*` of bpf/control.h. */
export const FLAG = {
  tracked: 1,
  opaque: 2,
  propagate: 4,
  recordPacket: 8,
  member: 1 << 16,
} as const

/** Bits of the kinds of targets that there are, `TARGET_*` of bpf/control.h. */
export const TARGET_KIND = {
  user: 1,
  group: 2,
  secctx: 4,
  cgroup: 8,
  namespace: 16,
  ingress: 32,
  egress: 64,
} as const

/**
 * Offset of a member.
 *
 * @throws TypeError for a name that the structure does not have.
 */
export function offsetOf(name: keyof typeof controlLayout, field: string): number {
  const found = controlLayout[name].fields.find((each) => each.name === field)
  if (found === undefined) throw new TypeError(`struct ${name} has no member ${field}`)
  return found.offset
}
