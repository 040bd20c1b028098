/**
 * The public 32-byte identifiers and their text. The wire carries only what differs from record to
 * record; boot, machine and the type word's constant bits are put back here.
 *
 * Layout, little-endian: 0 type word (u64), 8 id (u64), 16 boot id, 20 machine id, 24 version, 28 zero.
 * A packet has its header fields from byte 8 on; a relation has zero from byte 24 on.
 */
import { CamflowError } from '../errors.ts'
import type { RelationType, RelationTypeName, VertexType, VertexTypeName } from './registry.ts'
import { relationByName, relationTypes, vertexByName, vertexTypes } from './registry.ts'

const CLASS_HIGH = { activity: 0x40000000, entity: 0x20000000, agent: 0x10000000 } as const
const LONG_HIGH = 0x04000000
const RELATION_HIGH = 0x80000000

/** Bytes of an identifier, and characters of its text. */
export const IDENTIFIER_BYTES = 32
export const IDENTIFIER_CHARACTERS = 44

/** Upper 32 bits of a vertex type's word: its PROV class and the "long record" bit. */
export function vertexTypeHigh(type: Pick<VertexType, 'provClass' | 'isLong'>): number {
  return (CLASS_HIGH[type.provClass] | (type.isLong ? LONG_HIGH : 0)) >>> 0
}

/** Lower 32 bits of a type word: one bit. */
export function typeLow(type: { readonly bit: number }): number {
  return (1 << type.bit) >>> 0
}

/** The type word of a vertex type. */
export function vertexTypeWord(name: VertexTypeName): bigint {
  const type = vertexByName(name)
  return (BigInt(vertexTypeHigh(type)) << 32n) | BigInt(typeLow(type))
}

/** The type word of a relation type. */
export function relationTypeWord(name: RelationTypeName): bigint {
  const type = relationByName(name)
  return (BigInt(type.family.typeHigh) << 32n) | BigInt(typeLow(type))
}

/** What identifies a vertex version. For packets `packet` replaces all but the type. */
export interface VertexIdentity {
  readonly type: VertexTypeName
  readonly id: bigint
  readonly bootId: number
  readonly machineId: number
  readonly version: number
  readonly packet?: Uint8Array
}

/** What identifies a relation. */
export interface RelationIdentity {
  readonly type: RelationTypeName
  readonly id: bigint
  readonly bootId: number
  readonly machineId: number
}

/** The 32 bytes of a vertex identifier. */
export function vertexIdentifier(vertex: VertexIdentity): Uint8Array {
  const view = new DataView(new ArrayBuffer(IDENTIFIER_BYTES))
  view.setBigUint64(0, vertexTypeWord(vertex.type), true)
  const bytes = new Uint8Array(view.buffer)
  if (vertex.packet !== undefined) {
    bytes.set(vertex.packet.subarray(0, 24), 8)
    return bytes
  }
  view.setBigUint64(8, vertex.id, true)
  view.setUint32(16, vertex.bootId, true)
  view.setUint32(20, vertex.machineId, true)
  view.setUint32(24, vertex.version, true)
  return bytes
}

/** The 32 bytes of a relation identifier. */
export function relationIdentifier(relation: RelationIdentity): Uint8Array {
  const view = new DataView(new ArrayBuffer(IDENTIFIER_BYTES))
  view.setBigUint64(0, relationTypeWord(relation.type), true)
  view.setBigUint64(8, relation.id, true)
  view.setUint32(16, relation.bootId, true)
  view.setUint32(20, relation.machineId, true)
  return new Uint8Array(view.buffer)
}

/** The text of an identifier: 44 characters of base64, the last one `=`. Outputs put `cf:` before it. */
export function identifierText(identifier: Uint8Array): string {
  return Buffer.from(identifier.buffer, identifier.byteOffset, IDENTIFIER_BYTES).toString('base64')
}

/** What an identifier says, read back. */
export type ParsedIdentifier =
  | ({ readonly kind: 'vertex' } & VertexIdentity)
  | ({ readonly kind: 'relation' } & RelationIdentity)

const vertexWords: ReadonlyMap<bigint, VertexType> = new Map(
  vertexTypes.map((type) => [vertexTypeWord(type.name), type]),
)
const relationWords: ReadonlyMap<bigint, RelationType> = new Map(
  relationTypes.map((type) => [relationTypeWord(type.name), type]),
)

/**
 * The name of a type word: the first 8 bytes of an identifier, little-endian.
 *
 * @returns `undefined` for a word that no type has.
 */
export function typeName(word: bigint): VertexTypeName | RelationTypeName | undefined {
  return vertexWords.get(word)?.name ?? relationWords.get(word)?.name
}

/**
 * Reads an identifier's text back.
 *
 * @param text 44 characters of base64, with or without `cf:` before them.
 * @throws CF_IDENTIFIER_INVALID when it is not the identifier of a known type.
 */
export function parseIdentifier(text: string): ParsedIdentifier {
  const bytes = Buffer.from(text.startsWith('cf:') ? text.slice(3) : text, 'base64')
  if (bytes.length !== IDENTIFIER_BYTES) throw new CamflowError('CF_IDENTIFIER_INVALID', text)
  const word = bytes.readBigUInt64LE(0)
  const id = bytes.readBigUInt64LE(8)
  const scope = { id, bootId: bytes.readUInt32LE(16), machineId: bytes.readUInt32LE(20) }
  if (bytes.readUInt32LE(4) >= RELATION_HIGH) {
    const relation = relationWords.get(word)
    if (relation === undefined) throw new CamflowError('CF_IDENTIFIER_INVALID', text)
    return { kind: 'relation', type: relation.name, ...scope }
  }
  const vertex = vertexWords.get(word)
  if (vertex === undefined) throw new CamflowError('CF_IDENTIFIER_INVALID', text)
  const type = vertex.name
  if (type === 'packet') {
    const packet = Uint8Array.from(bytes.subarray(8))
    return { kind: 'vertex', type, id: 0n, bootId: 0, machineId: 0, version: 0, packet }
  }
  return { kind: 'vertex', type, ...scope, version: bytes.readUInt32LE(24) }
}

/**
 * The id of a `path` vertex: djb2 over its bytes, taken as signed.
 *
 * @param text the whole name without its terminating NUL.
 */
export function pathId(text: Uint8Array): bigint {
  let hash = 5381n
  for (const byte of text) {
    hash = BigInt.asUintN(64, hash * 33n + BigInt(byte < 0x80 ? byte : byte - 0x100))
  }
  return hash
}
