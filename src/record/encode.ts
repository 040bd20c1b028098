/**
 * Typed records to the bytes of the wire: the decoder's mirror. The recorder only reads; the serialiser
 * of the library, tests, golden files and the fake kernel write.
 */
import type { Field, Utsname } from './field.ts'
import { propertyName } from './field.ts'
import type { Struct } from './layout.ts'
import {
  MESSAGE,
  offsetOf,
  PACKET_IDENTITY_BYTES,
  PATH_FLAG,
  RELATION_BIT,
  structOf,
  vertexStruct,
} from './layout.ts'
import type { RelationEnd, RelationRecord, VertexRecord } from './record.ts'
import type { VertexTypeName } from './registry.ts'
import { relationByName, vertexByName } from './registry.ts'
import { utsnameKeys } from './snapshot.ts'

/** What a vertex message says beyond its record. */
export interface VertexEncoding {
  /** Id of the relation from the version before; the decoder makes it. */
  readonly versionRelation?: bigint
  /** Type of the version before, for inodes. */
  readonly oldType?: VertexTypeName
  /** Send a path as components from the leaf up, as the kernel does. */
  readonly hasComponents?: boolean
  /** Flag of a path: the decoder appends ` (deleted)`. */
  readonly isDeleted?: boolean
}

/** Head of a chunk. */
export interface ChunkFields {
  readonly epoch: number
  readonly jiffies: bigint
  readonly timeNs: bigint
  readonly taskId?: bigint
  readonly cpu?: number
}

/** All strings of one exec. */
export interface ArgumentFields {
  readonly firstId: bigint
  readonly firstRelation: bigint
  readonly memoryId: bigint
  readonly memoryVersion: number
  readonly argc: number
  readonly envc: number
  readonly skip?: number
  readonly taint?: bigint
  /** The bytes, NULs included; fewer than the counts say: truncated. */
  readonly strings: Uint8Array
}

const UTSNAME_WIDTH = 65

class Message {
  readonly bytes: Uint8Array
  readonly view: DataView

  constructor(length: number) {
    this.bytes = new Uint8Array((length + 7) & ~7)
    this.view = new DataView(this.bytes.buffer)
  }

  head(kind: number, type: number): void {
    this.view.setUint16(0, this.bytes.length, true)
    this.view.setUint8(2, kind)
    this.view.setUint8(3, type)
  }
}

function memberOf(field: Field): string {
  return field.member ?? field.name
}

function payloadOf(record: VertexRecord, options: VertexEncoding): Uint8Array {
  switch (record.type) {
    case 'path':
      return options.hasComponents ? components(record.pathname) : Buffer.from(record.pathname)
    case 'address':
      return record.addr
    case 'xattr':
      return record.value
    case 'packet_content':
      return record.content
    case 'string':
      return Buffer.from(record.text)
    case 'argv':
    case 'envp':
      return Buffer.from(record.value)
    case 'disc_activity':
    case 'disc_agent':
    case 'disc_entity':
      return Buffer.from(record.content)
    default:
      return new Uint8Array(0)
  }
}

/** `/a/b` as `b\0a\0`. */
function components(pathname: string): Uint8Array {
  if (pathname === '/') return new Uint8Array(0)
  const names = pathname.slice(1).split('/').reverse()
  return Buffer.from(names.map((name) => `${name}\0`).join(''))
}

function putUtsname(bytes: Uint8Array, offset: number, names: Utsname): void {
  utsnameKeys.forEach((key, index) => {
    const text = Buffer.from(names[key]).subarray(0, UTSNAME_WIDTH - 1)
    bytes.set(text, offset + index * UTSNAME_WIDTH)
  })
}

function putField(message: Message, field: Field, offset: number, value: unknown): void {
  const { view, bytes } = message
  switch (field.kind) {
    case 'u8':
      view.setUint8(offset, value as number)
      break
    case 'u16':
      view.setUint16(offset, value as number, true)
      break
    case 'u32':
      view.setUint32(offset, value as number, true)
      break
    case 'u64':
    case 's64':
      view.setBigUint64(offset, BigInt.asUintN(64, value as bigint), true)
      break
    case 'bytes':
      bytes.set((value as Uint8Array).subarray(0, field.width), offset)
      break
    case 'cstring':
      bytes.set(Buffer.from(value as string).subarray(0, field.width - 1), offset)
      break
    case 'utsname':
      putUtsname(bytes, offset, value as Utsname)
      break
    case 'flag':
      view.setUint8(offset, value === true ? 1 : 0)
      break
    case 'text':
      break
    default:
      field.kind satisfies never
  }
}

function putLengths(
  message: Message,
  struct: Struct,
  record: VertexRecord,
  options: VertexEncoding,
  payload: Uint8Array,
): void {
  const { view } = message
  const hasLength = struct.members.some(
    (member) => member.name === 'length' && member.offset === 40,
  )
  if (hasLength) view.setUint32(40, payload.length, true)
  if (struct.name === 'vertex_inode') {
    const old = vertexByName(options.oldType ?? record.type).bit
    view.setUint8(offsetOf('vertex_inode', 'old_type'), old)
  }
  if (record.type === 'path') {
    const flags =
      (options.hasComponents ? PATH_FLAG.components : 0) |
      (options.isDeleted ? PATH_FLAG.deleted : 0) |
      (record.truncated ? PATH_FLAG.cut : 0)
    const count = options.hasComponents ? payload.filter((byte) => byte === 0).length : 0
    view.setUint16(offsetOf('vertex_path', 'components'), count, true)
    view.setUint16(offsetOf('vertex_path', 'flags'), flags, true)
  }
}

/** One vertex message. Boot, machine, epoch and times of the record are not on the wire. */
export function encodeVertex(record: VertexRecord, options: VertexEncoding = {}): Uint8Array {
  const type = vertexByName(record.type)
  const struct = vertexStruct(type)
  const payload = payloadOf(record, options)
  const message = new Message(struct.size + payload.length)
  const { view } = message
  message.head(MESSAGE.vertex, type.bit)
  view.setUint32(4, record.version, true)
  view.setBigUint64(8, record.id, true)
  view.setBigUint64(16, record.taint, true)
  view.setBigUint64(24, record.nameId, true)
  view.setBigUint64(32, options.versionRelation ?? 0n, true)
  const fields: readonly Field[] = type.fields
  const values = record as unknown as Readonly<Record<string, unknown>>
  for (const field of fields) {
    if (field.isHidden || (field.width === 0 && field.kind !== 'utsname')) continue
    putField(message, field, offsetOf(struct.name, memberOf(field)), values[propertyName(field)])
  }
  putLengths(message, struct, record, options, payload)
  message.bytes.set(payload, struct.size)
  return message.bytes
}

/** One relation message. Times and acting task of the record are in the chunk's head. */
export function encodeRelation(record: RelationRecord): Uint8Array {
  const packet = record.sender.packet ?? record.receiver.packet
  const size = structOf('relation').size
  const message = new Message(size + (packet === undefined ? 0 : PACKET_IDENTITY_BYTES))
  const { view } = message
  message.head(MESSAGE.relation, relationByName(record.type).code)
  const refused = record.allowed ? 0 : RELATION_BIT.refused
  view.setUint8(4, refused | (record.offset === undefined ? 0 : RELATION_BIT.offset))
  view.setUint8(5, vertexByName(record.sender.type).bit)
  view.setUint8(6, vertexByName(record.receiver.type).bit)
  view.setBigUint64(8, record.id, true)
  putEnd(view, record.sender, 16, 32)
  putEnd(view, record.receiver, 24, 36)
  view.setBigUint64(40, record.flags, true)
  view.setBigInt64(48, record.offset ?? 0n, true)
  if (packet !== undefined) message.bytes.set(packet.subarray(0, PACKET_IDENTITY_BYTES), size)
  return message.bytes
}

function putEnd(view: DataView, end: RelationEnd, idAt: number, versionAt: number): void {
  view.setBigUint64(idAt, end.id, true)
  view.setUint32(versionAt, end.version, true)
}

/** One `arguments` message; it must be the last of its chunk. */
export function encodeArguments(fields: ArgumentFields): Uint8Array {
  const size = structOf('arguments').size
  const bytes = new Uint8Array(size + fields.strings.length)
  const view = new DataView(bytes.buffer)
  const put64 = (member: string, value: bigint) =>
    view.setBigUint64(offsetOf('arguments', member), value, true)
  const put32 = (member: string, value: number) =>
    view.setUint32(offsetOf('arguments', member), value, true)
  view.setUint8(2, MESSAGE.arguments)
  put32('length', fields.strings.length)
  put64('first_id', fields.firstId)
  put64('first_relation', fields.firstRelation)
  put64('memory_id', fields.memoryId)
  put32('memory_version', fields.memoryVersion)
  put32('argc', fields.argc)
  put32('envc', fields.envc)
  put32('skip', fields.skip ?? 0)
  put64('taint', fields.taint ?? 0n)
  bytes.set(fields.strings, size)
  return bytes
}

/** A chunk of messages that are already bytes. */
export function encodeChunk(head: ChunkFields, messages: readonly Uint8Array[]): Uint8Array {
  const size = structOf('chunk').size
  const used = messages.reduce((sum, message) => sum + message.length, size)
  const bytes = new Uint8Array((used + 7) & ~7)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, used, true)
  view.setUint32(4, head.epoch, true)
  view.setBigUint64(8, head.jiffies, true)
  view.setBigUint64(16, head.timeNs, true)
  view.setBigUint64(24, head.taskId ?? 0n, true)
  view.setUint32(32, head.cpu ?? 0, true)
  let at = size
  for (const message of messages) {
    bytes.set(message, at)
    at += message.length
  }
  return bytes
}
