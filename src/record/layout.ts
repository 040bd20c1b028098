/**
 * The C structures of the wire: members, offsets and sizes under natural alignment, the common heads
 * declared here, the rest computed from the registry. The header generator prints these, the layout
 * test compares them with the compiler's, decoder and encoder read and write by them.
 */
import type { VertexDefinition } from './definition.ts'
import type { Field } from './field.ts'
import { vertexTypes } from './registry.ts'

/** C type of a member. `struct message` and `struct vertex` are embedded heads. */
export type CType =
  | '__u8'
  | '__u16'
  | '__u32'
  | '__u64'
  | '__s64'
  | 'struct message'
  | 'struct vertex'

/** One member of a C structure. */
export interface Member {
  readonly name: string
  readonly type: CType
  readonly offset: number
  /** Bytes; 0 for a flexible array. */
  readonly size: number
  /** Elements when it is an array; 0: flexible. */
  readonly count?: number
  readonly note?: string
}

/** One C structure of the wire. */
export interface Struct {
  readonly name: string
  readonly members: readonly Member[]
  readonly size: number
  readonly note: string
}

type Draft = Omit<Member, 'offset' | 'size'>

const SIZES = {
  __u8: 1,
  __u16: 2,
  __u32: 4,
  __u64: 8,
  __s64: 8,
  'struct message': 4,
  'struct vertex': 40,
} as const satisfies Record<CType, number>

const ALIGNMENTS = { ...SIZES, 'struct message': 2, 'struct vertex': 8 } as const

function place(name: string, note: string, drafts: readonly Draft[]): Struct {
  const members: Member[] = []
  let end = 0
  let widest = 1
  for (const draft of drafts) {
    const align = ALIGNMENTS[draft.type]
    const offset = Math.ceil(end / align) * align
    const size = SIZES[draft.type] * (draft.count ?? 1)
    members.push({ ...draft, offset, size })
    end = offset + size
    widest = Math.max(widest, align)
  }
  return { name, note, members, size: Math.ceil(end / widest) * widest }
}

function members(...list: readonly (readonly [CType, string, string])[]): Draft[] {
  return list.map(([type, name, note]) => ({ type, name, note }))
}

const heads: readonly Struct[] = [
  place(
    'chunk',
    'head of one ring-buffer record; messages follow up to `used`',
    members(
      ['__u32', 'used', 'bytes of this chunk in use, head included'],
      ['__u32', 'epoch', 'epoch in which the messages were made'],
      ['__u64', 'jiffies', 'kernel ticks, 64 bits'],
      ['__u64', 'time', 'CLOCK_MONOTONIC, nanoseconds'],
      ['__u64', 'task_id', 'node id of the executing task, 0: unknown'],
      ['__u32', 'cpu', 'processor that made the chunk'],
      ['__u32', 'reserved', 'zero'],
    ),
  ),
  place(
    'message',
    'head of every message',
    members(
      ['__u16', 'size', 'bytes, head and padding included, multiple of 8'],
      ['__u8', 'kind', 'MESSAGE_*'],
      ['__u8', 'type', 'VERTEX_* or RELATION_*'],
    ),
  ),
  place(
    'vertex',
    'head of a vertex version',
    members(
      ['struct message', 'message', ''],
      ['__u32', 'version', 'state number of the object'],
      ['__u64', 'id', 'node id'],
      ['__u64', 'taint', '64 labels'],
      ['__u64', 'name_id', 'id of the path vertex last attached, 0: none'],
      ['__u64', 'version_relation', 'relation id from version - 1 to version, 0: none'],
    ),
  ),
]

const tails: readonly Struct[] = [
  place(
    'relation',
    'an information flow; 24 bytes of packet identity follow when an end is a packet',
    members(
      ['struct message', 'message', ''],
      ['__u8', 'bits', 'RELATION_BIT_*'],
      ['__u8', 'snd_type', 'vertex type where information comes from'],
      ['__u8', 'rcv_type', 'vertex type where it goes'],
      ['__u8', 'pad', 'zero'],
      ['__u64', 'id', 'relation id, dense'],
      ['__u64', 'snd_id', ''],
      ['__u64', 'rcv_id', ''],
      ['__u32', 'snd_version', ''],
      ['__u32', 'rcv_version', ''],
      ['__u64', 'flags', 'specific to the hook'],
      ['__s64', 'offset', 'file position, bytes'],
    ),
  ),
  place(
    'arguments',
    'all strings of one exec; `message.size` is 0, the strings follow to the end of the chunk',
    members(
      ['struct message', 'message', ''],
      ['__u32', 'length', 'bytes of strings that follow'],
      ['__u64', 'first_id', "node id of the first string's vertex"],
      ['__u64', 'first_relation', "id of the first string's relation"],
      ['__u64', 'memory_id', 'receiver of all relations'],
      ['__u32', 'memory_version', ''],
      ['__u32', 'argc', 'argument strings; 0 when filtered out'],
      ['__u32', 'envc', 'environment strings; 0 when filtered out'],
      ['__u32', 'skip', 'strings at the start without a vertex'],
      ['__u64', 'taint', '64 labels'],
      ['__u64', 'reserved', 'zero'],
    ),
  ),
]

const INTEGERS = { u8: '__u8', u16: '__u16', u32: '__u32', u64: '__u64', s64: '__s64' } as const

function draftOf(field: Field): Draft {
  const name = field.member ?? field.name
  const base = { name, note: field.unit ? `${field.meaning}, ${field.unit}` : field.meaning }
  if (field.kind in INTEGERS && field.width === field.align) {
    return { ...base, type: INTEGERS[field.kind as keyof typeof INTEGERS] }
  }
  if (field.kind === 'flag') return { ...base, type: field.width === 4 ? '__u32' : '__u8' }
  return { ...base, type: '__u8', count: field.width }
}

/** The structure of a vertex type's message. */
export function vertexStruct(type: VertexDefinition): Struct {
  const fields = type.fields.filter((field) => field.width > 0 || field.kind !== 'flag')
  const head: Draft = { type: 'struct vertex', name: 'vertex' }
  return place(type.struct, type.meaning, [head, ...fields.map(draftOf)])
}

function vertexStructs(): Struct[] {
  const found = new Map<string, Struct>()
  for (const type of vertexTypes) {
    if (type.struct !== 'vertex' && !found.has(type.struct)) {
      found.set(type.struct, vertexStruct(type))
    }
  }
  return [...found.values()]
}

/** All structures of the wire, heads first. */
export const structs: readonly Struct[] = [...heads, ...vertexStructs(), ...tails]

const byName: ReadonlyMap<string, Struct> = new Map(structs.map((struct) => [struct.name, struct]))

/** The structure of a name. */
export function structOf(name: string): Struct {
  const struct = byName.get(name)
  if (struct === undefined) throw new TypeError(`no structure ${name}`)
  return struct
}

/** Offset of a member in bytes from the start of its structure. */
export function offsetOf(struct: string, member: string): number {
  const found = structOf(struct).members.find((candidate) => candidate.name === member)
  if (found === undefined) throw new TypeError(`no member ${member} in struct ${struct}`)
  return found.offset
}

/** Values of `message.kind`. */
export const MESSAGE = { vertex: 1, relation: 2, arguments: 3 } as const

/** Bits of `relation.bits`. */
export const RELATION_BIT = { refused: 1, offset: 2 } as const

/** Bits of `vertex_path.flags`. */
export const PATH_FLAG = { components: 1, deleted: 2, cut: 4 } as const

/** Bytes of packet identity behind a relation with a packet end. */
export const PACKET_IDENTITY_BYTES = 24
