/**
 * The closed list of what can be recorded. A type exists when it stands here; names, numbers, the C
 * header, the decoder and the formats follow from it.
 */
import type { FamilyDefinition, RelationDefinition, VertexDefinition } from './definition.ts'
import { associated } from './relations/associated.ts'
import { derived } from './relations/derived.ts'
import { generated } from './relations/generated.ts'
import { influenced } from './relations/influenced.ts'
import { informed } from './relations/informed.ts'
import { used } from './relations/used.ts'
import { address } from './vertices/address.ts'
import { argv, envp } from './vertices/argument.ts'
import { discActivity, discAgent, discEntity } from './vertices/disclosed.ts'
import { iattr } from './vertices/iattr.ts'
import { block, char, directory, file, inodeUnknown, link, pipe, socket } from './vertices/inode.ts'
import { machine } from './vertices/machine.ts'
import { msg } from './vertices/msg.ts'
import { packet } from './vertices/packet.ts'
import { packetContent } from './vertices/packet-content.ts'
import { path } from './vertices/path.ts'
import { processMemory } from './vertices/process-memory.ts'
import { sb } from './vertices/sb.ts'
import { shm } from './vertices/shm.ts'
import { string } from './vertices/string.ts'
import { task } from './vertices/task.ts'
import { xattr } from './vertices/xattr.ts'

/** All vertex types, in order of their bit. */
export const vertexTypes = [
  task,
  discActivity,
  machine,
  discAgent,
  inodeUnknown,
  link,
  file,
  directory,
  char,
  block,
  pipe,
  socket,
  msg,
  shm,
  sb,
  packet,
  iattr,
  processMemory,
  string,
  address,
  path,
  xattr,
  packetContent,
  argv,
  envp,
  discEntity,
] as const satisfies readonly VertexDefinition[]

/**
 * The mark of lost relations: an entity that the reader makes. It has a type word of its own but no
 * place among the vertex types, because nothing on the wire or in a filter names it.
 */
export const lossType = { name: 'loss', provClass: 'entity', bit: 28, isLong: false } as const

/** The PROV relation families; the index is the family number on the wire. */
export const families = [
  derived,
  generated,
  used,
  informed,
  influenced,
  associated,
] as const satisfies readonly FamilyDefinition[]

/** A vertex type as the registry defines it. */
export type VertexType = (typeof vertexTypes)[number]
export type VertexTypeName = VertexType['name']

/** A family as the registry defines it. */
export type Family = (typeof families)[number]
export type FamilyName = Family['name']
export type RelationTypeName = Family['types'][number]['name']

/** A relation type together with its family. */
export interface RelationType extends RelationDefinition {
  readonly name: RelationTypeName
  readonly family: Family
  /** `family << 5 | bit`: the `type` byte of the wire message. */
  readonly code: number
}

/** Shift of the family number in a relation's type byte. */
export const FAMILY_SHIFT = 5

/** All relation types, family by family in order of the family number, bits in order. */
export const relationTypes: readonly RelationType[] = families.flatMap((family) =>
  family.types.map((type) => ({
    ...type,
    family,
    code: (family.number << FAMILY_SHIFT) | type.bit,
  })),
)

/** The vertex type for a bit number, as the wire's `type` byte has it; `undefined`: unknown. */
export const vertexByBit: readonly (VertexType | undefined)[] = byNumber(
  vertexTypes,
  (type) => type.bit,
)

/** The relation type for the wire's `type` byte; `undefined`: unknown. */
export const relationByCode: readonly (RelationType | undefined)[] = byNumber(
  relationTypes,
  (type) => type.code,
)

const vertexNames: ReadonlyMap<string, VertexType> = new Map(vertexTypes.map((t) => [t.name, t]))
const relationNames: ReadonlyMap<string, RelationType> = new Map(
  relationTypes.map((t) => [t.name, t]),
)

/** The vertex type of a name; `undefined` for a name that no type has. */
export function vertexByName(name: VertexTypeName): VertexType
export function vertexByName(name: string): VertexType | undefined
export function vertexByName(name: string): VertexType | undefined {
  return vertexNames.get(name)
}

/** The relation type of a name; `undefined` for a name that no type has. */
export function relationByName(name: RelationTypeName): RelationType
export function relationByName(name: string): RelationType | undefined
export function relationByName(name: string): RelationType | undefined {
  return relationNames.get(name)
}

/** What is said of a name that no type has. */
export function noSuchType(kind: 'vertex' | 'relation', name: string): string {
  return `there is no ${kind} type "${name}"`
}

/** The vertex type of a name that somebody wrote. @throws TypeError for a name that no type has. */
export function askedVertex(name: string): VertexType {
  const type = vertexNames.get(name)
  if (type === undefined) throw new TypeError(noSuchType('vertex', name))
  return type
}

/** The relation type of a name that somebody wrote. @throws TypeError for a name that no type has. */
export function askedRelation(name: string): RelationType {
  const type = relationNames.get(name)
  if (type === undefined) throw new TypeError(noSuchType('relation', name))
  return type
}

function byNumber<T>(types: readonly T[], number: (type: T) => number): (T | undefined)[] {
  const table: (T | undefined)[] = new Array(256).fill(undefined)
  for (const type of types) table[number(type)] = type
  return table
}
