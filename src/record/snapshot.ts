/**
 * Makes a record object of its own from a vertex in place, field by field as the registry defines them.
 * Not on the hot path: formats read the cursor.
 */
import type { VertexCursor } from './cursor.ts'
import type { Field, Utsname } from './field.ts'
import { propertyName } from './field.ts'
import type { Struct } from './layout.ts'
import { vertexStruct } from './layout.ts'
import type { VertexRecord } from './record.ts'
import type { VertexType } from './registry.ts'
import { vertexTypes } from './registry.ts'

/** A field that a record shows, with its place in the message. */
export interface PlacedField {
  readonly field: Field
  readonly property: string
  readonly offset: number
}

function placedFields(type: VertexType): readonly PlacedField[] {
  const struct: Struct = vertexStruct(type)
  const fields: readonly Field[] = type.fields
  return fields
    .filter((field) => !field.isHidden)
    .map((field) => ({
      field,
      property: propertyName(field),
      offset: struct.members.find((m) => m.name === (field.member ?? field.name))?.offset ?? 0,
    }))
}

const fieldsByBit: readonly (readonly PlacedField[])[] = vertexTypes.reduce<
  (readonly PlacedField[])[]
>((table, type) => {
  table[type.bit] = placedFields(type)
  return table
}, [])

/** The visible fields of the type with this bit number. */
export function fieldsOf(bit: number): readonly PlacedField[] {
  return fieldsByBit[bit] ?? []
}

const decoder = new TextDecoder('utf-8')

/** Bytes up to the first NUL, as text; what is not UTF-8 becomes U+FFFD. */
function textUpToNul(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0)
  return decoder.decode(nul < 0 ? bytes : bytes.subarray(0, nul))
}

const UTSNAME_WIDTH = 65
const UTSNAME_KEYS = [
  'sysname',
  'nodename',
  'release',
  'version',
  'machine',
  'domainname',
] as const satisfies readonly (keyof Utsname)[]

/** The six names of a `struct new_utsname`, in its order. */
export const utsnameKeys: readonly (keyof Utsname)[] = UTSNAME_KEYS

function utsnameOf(bytes: Uint8Array): Utsname {
  const names = UTSNAME_KEYS.map((key, index) => {
    const start = index * UTSNAME_WIDTH
    return [key, textUpToNul(bytes.subarray(start, start + UTSNAME_WIDTH))] as const
  })
  return Object.fromEntries(names) as unknown as Utsname
}

function valueAt(cursor: VertexCursor, { field, offset }: PlacedField): unknown {
  const start = (cursor.at << 2) + offset
  const { bytes } = cursor
  switch (field.kind) {
    case 'u8':
      return cursor.byte(offset)
    case 'u16':
      return cursor.byte(offset) | (cursor.byte(offset + 1) << 8)
    case 'u32':
      return cursor.word(offset)
    case 'u64':
      return cursor.wide(offset)
    case 's64':
      return BigInt.asIntN(64, cursor.wide(offset))
    case 'bytes':
      return field.width === 0
        ? cursor.payloadBytes().slice()
        : bytes.slice(start, start + field.width)
    case 'cstring':
      return textUpToNul(bytes.subarray(start, start + field.width))
    case 'utsname':
      return utsnameOf(bytes.subarray(start, start + field.width))
    case 'text':
      return decoder.decode(cursor.payloadBytes())
    case 'flag':
      return cursor.truncated
    default:
      return field.kind satisfies never
  }
}

/** The vertex under the cursor as a record of its own. */
export function vertexSnapshot(cursor: VertexCursor): VertexRecord {
  const { chunk, scope } = cursor
  const record: Record<string, unknown> = {
    kind: 'vertex',
    type: cursor.type.name,
    id: cursor.id,
    bootId: scope.bootId,
    machineId: scope.machineId,
    version: cursor.version,
    epoch: chunk.epoch,
    jiffies: chunk.jiffies,
    timeNs: chunk.timeNs,
    taint: cursor.wide(16),
    nameId: cursor.wide(24),
  }
  for (const placed of fieldsOf(cursor.bit)) record[placed.property] = valueAt(cursor, placed)
  return record as unknown as VertexRecord
}
