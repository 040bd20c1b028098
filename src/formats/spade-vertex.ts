/**
 * The annotations of vertices in SPADE's form, type by type: the attributes of PROV-JSON without prefix
 * and label. Annotations and their order: output-formats specification §5.
 */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import type { VertexTypeName } from '../record/registry.ts'
import { familyName, readSocketAddress } from './address-text.ts'
import type { SpadeContext, SpadeProfile } from './spade-context.ts'
import { writeDisclosed, writeMachine } from './spade-special.ts'
import { taskOwnWriter } from './task-own.ts'
import {
  IATTR,
  INODE,
  MEMORY,
  SHM,
  TASK_COUNTERS,
  TASK_NAMESPACES,
  TASK_NUMBERS,
  TASK_SECID,
  XATTR,
  XATTR_NAME_BYTES,
} from './vertex-places.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import { attributeKey, type Key } from './w3c-keys.ts'

/** Writes the annotations of one type. */
export type Annotations = (w: AttributeWriter, v: VertexCursor, context: SpadeContext) => void

const key = attributeKey
const QUOTE = 0x22
const UNRESOLVED = 'could not resolve'
const UNSUPPORTED = 'ai_family not supported'

function placed(member: string): { readonly key: Key; readonly offset: number } {
  return { key: key(member), offset: offsetOf('vertex_task', member) }
}

const TASK_U32 = TASK_NUMBERS.map(placed)
const TASK_U64 = TASK_COUNTERS.map(placed)
const TASK_SPACES = TASK_NAMESPACES.map(placed)
const SECCTX = key('secctx')
const UID = key('uid')
const GID = key('gid')
const TGID = key('tgid')
const MODE = key('mode')
const SIZE = key('size')

function securityContext(w: AttributeWriter, secid: number, { options }: SpadeContext): void {
  const text = options.securityContext?.(secid)
  if (text !== undefined && text !== '') w.string(SECCTX, text)
  else w.hex64(SECCTX, secid, 0)
}

const own = taskOwnWriter('')

const task: Annotations = (w, v, context) => {
  for (const { key, offset } of TASK_U32) w.u32(key, v, offset)
  for (const { key, offset } of TASK_U64) w.u64(key, v, offset)
  for (const { key, offset } of TASK_SPACES) w.u32(key, v, offset)
  securityContext(w, v.word(TASK_SECID), context)
  if (context.profile !== 'compat') own(w, v, context.options)
}

const processMemory: Annotations = (w, v, context) => {
  w.u32(UID, v, MEMORY.uid)
  w.u32(GID, v, MEMORY.gid)
  w.u32(TGID, v, MEMORY.tgid)
  securityContext(w, v.word(MEMORY.secid), context)
}

const INO = key('ino')
const UUID = key('uuid')

const inode: Annotations = (w, v, context) => {
  w.u32(UID, v, INODE.uid)
  w.u32(GID, v, INODE.gid)
  w.hex32(MODE, v.word(INODE.mode) & 0xffff)
  securityContext(w, v.word(INODE.secid), context)
  w.u64Number(INO, v, INODE.ino)
  w.uuid(UUID, v, INODE.sb_uuid)
}

const VALID = key('valid')
const TIMES = [
  [key('atime'), IATTR.atime],
  [key('ctime'), IATTR.ctime],
  [key('mtime'), IATTR.mtime],
] as const

const iattr: Annotations = (w, v) => {
  w.hex32(VALID, v.word(IATTR.valid))
  w.hex32(MODE, v.word(IATTR.mode) & 0xffff)
  w.u32(UID, v, IATTR.uid)
  w.u32(GID, v, IATTR.gid)
  w.s64(SIZE, v, IATTR.length)
  for (const [key, offset] of TIMES) w.s64(key, v, offset)
}

const NAME = key('name')

const xattr: Annotations = (w, v) => {
  const size = v.word(XATTR.value_size)
  w.cstring(NAME, v, XATTR.name, XATTR_NAME_BYTES)
  if (size === 0) return
  w.piece(SIZE.bare)
  w.decimal(size)
}

const PATHNAME = key('pathname')
const TRUNCATED = key('truncated')
const VALUE = key('value')
const LOG = key('log')

const path: Annotations = (w, v, { profile }) => {
  w.text(PATHNAME, v.payload, v.payloadStart, v.payloadLength, 'path')
  if (v.truncated && profile !== 'compat') w.flag(TRUNCATED, true)
}

const argument: Annotations = (w, v) => {
  w.text(VALUE, v.payload, v.payloadStart, v.payloadLength, 'argument')
  w.flag(TRUNCATED, v.truncated)
}

const log: Annotations = (w, v) => {
  w.text(LOG, v.payload, v.payloadStart, v.payloadLength, 'log')
}

const CONTENT = key('content')
const LENGTH = key('length')

const packetContent: Annotations = (w, v) => {
  w.piece(CONTENT.quoted)
  w.base64(v.payload, v.payloadStart, v.payloadLength)
  w.byte(QUOTE)
  w.piece(LENGTH.bare)
  w.decimal(v.payloadLength)
  w.flag(TRUNCATED, v.truncated)
}

const TYPE = key('type')
const HOST = key('host')
const SERVICE = key('service')
const PATH = key('path')
const ERROR = key('error')
const ADDRESS = key('address')

const address: Annotations = (w, v, { profile }) => {
  const given = readSocketAddress(v.payloadBytes())
  if (given.family === 'AF_UNIX') {
    w.string(TYPE, given.family)
    w.text(PATH, given.path, 0, given.path.length, 'raw')
    if (given.abstract === undefined || profile === 'compat') return
    const name = Buffer.concat([Buffer.from('@'), given.abstract])
    w.text(ADDRESS, name, 0, name.length, 'raw')
  } else if (typeof given.family === 'number') {
    otherAddress(w, given.family, profile)
  } else {
    w.string(TYPE, given.family)
    w.string(HOST, given.host)
    w.string(SERVICE, given.service)
  }
}

function otherAddress(w: AttributeWriter, family: number, profile: SpadeProfile): void {
  if (profile !== 'compat') {
    w.string(TYPE, familyName(family))
    return
  }
  w.piece(TYPE.bare)
  w.decimal(family)
  w.string(HOST, UNRESOLVED)
  w.string(SERVICE, UNRESOLVED)
  w.string(ERROR, UNSUPPORTED)
}

const CF_MODE = key('cf:mode')

const shm: Annotations = (w, v) => w.hex32(CF_MODE, v.word(SHM.mode) & 0xffff)

const nothing: Annotations = () => {}

/** What each type adds to the annotations that all vertices but packets have. */
export const annotationsOf = {
  task,
  process_memory: processMemory,
  inode_unknown: inode,
  link: inode,
  file: inode,
  directory: inode,
  char: inode,
  block: inode,
  pipe: inode,
  socket: inode,
  iattr,
  xattr,
  path,
  argv: argument,
  envp: argument,
  address,
  packet_content: packetContent,
  string: log,
  msg: nothing,
  shm,
  sb: nothing,
  disc_entity: writeDisclosed,
  disc_activity: writeDisclosed,
  disc_agent: writeDisclosed,
  machine: writeMachine,
  packet: nothing,
} as const satisfies Record<VertexTypeName, Annotations>
