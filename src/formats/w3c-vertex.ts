/**
 * The PROV-JSON members of vertices, type by type. Attributes and their order: output-formats
 * specification §4.3. The profiles differ in three types only, and say so where they do.
 */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import type { VertexTypeName } from '../record/registry.ts'
import { vertexByBit, vertexByName } from '../record/registry.ts'
import { Piece } from './byte-writer.ts'
import { IDENTIFIER_TEXT, putVertex } from './identifier-bytes.ts'
import type { TextRule } from './json-text.ts'
import { taskOwnWriter } from './task-own.ts'
import {
  DISCLOSED,
  IATTR,
  INODE,
  MEMORY,
  SHM,
  TASK_COUNTERS,
  TASK_NAMESPACES,
  TASK_NUMBERS,
  XATTR,
  XATTR_NAME_BYTES,
} from './vertex-places.ts'
import { writeAddress } from './w3c-address.ts'
import { type AttributeWriter, cstringLength } from './w3c-attributes.ts'
import type { VertexContext } from './w3c-context.ts'
import { parseMembers, standardMembers } from './w3c-disclosed.ts'
import type { Key } from './w3c-keys.ts'
import { attributeKey, cf, provLabel } from './w3c-keys.ts'
import { writeMachine } from './w3c-special.ts'

/** Writes the attributes of one type, label included. */
export type Attributes = (w: AttributeWriter, v: VertexCursor, context: VertexContext) => void

const QUOTE = 0x22
const CF = new Piece('"cf:')
const TASK = vertexByName('task').bit

const TASK_U32 = TASK_NUMBERS.map(placed)
const TASK_U64 = TASK_COUNTERS.map(placed)
const TASK_SPACES = TASK_NAMESPACES.map(placed)

function placed(member: string): { readonly key: Key; readonly offset: number } {
  return { key: attributeKey(`cf:${member}`), offset: offsetOf('vertex_task', member) }
}

/** How a label begins, with its opening quote. */
function labelHead(text: string): Piece {
  return new Piece(`"[${text}] `)
}

/** By vertex bit. */
const labelHeads = vertexByBit.map((type) => labelHead(type?.name ?? ''))
const LOG_LABEL = labelHead('log')
const PROCESS_LABEL = labelHead('process')

function label(w: AttributeWriter, head: Piece, vertex: VertexCursor): void {
  w.piece(provLabel.bare)
  w.piece(head)
  w.decimal(vertex.version)
  w.byte(QUOTE)
}

function name(w: AttributeWriter, v: VertexCursor, { names }: VertexContext): void {
  if ((v.nameIdLow | v.nameIdHigh) === 0) return
  const text = names.get(v.nameIdLow, v.nameIdHigh)
  if (text !== undefined) w.text(cf.name, text, 0, text.length, 'raw')
}

function securityContext(w: AttributeWriter, secid: number, { options }: VertexContext): void {
  const text = options.securityContext?.(secid)
  if (text !== undefined && text !== '') {
    w.string(cf.secctx, text)
    return
  }
  w.hex64(cf.secctx, secid, 0)
}

const own = taskOwnWriter('cf:')

const task: Attributes = (w, v, context) => {
  name(w, v, context)
  for (const { key, offset } of TASK_U32) w.u32(key, v, offset)
  for (const { key, offset } of TASK_U64) w.u64(key, v, offset)
  for (const { key, offset } of TASK_SPACES) w.u32(key, v, offset)
  if (context.profile === 'standard') own(w, v, context.options)
  label(w, labelHeads[TASK] as Piece, v)
}

const processMemory: Attributes = (w, v, context) => {
  name(w, v, context)
  w.u32(cf.uid, v, MEMORY.uid)
  w.u32(cf.gid, v, MEMORY.gid)
  w.u32(cf.tgid, v, MEMORY.tgid)
  securityContext(w, v.word(MEMORY.secid), context)
  label(w, PROCESS_LABEL, v)
}

const inode: Attributes = (w, v, context) => {
  name(w, v, context)
  w.u32(cf.uid, v, INODE.uid)
  w.u32(cf.gid, v, INODE.gid)
  w.hex32(cf.mode, v.word(INODE.mode) & 0xffff)
  securityContext(w, v.word(INODE.secid), context)
  w.u64Number(cf.ino, v, INODE.ino)
  w.uuid(cf.uuid, v, INODE.sb_uuid)
  label(w, labelHeads[v.bit] as Piece, v)
}

const iattr: Attributes = (w, v) => {
  w.hex32(cf.valid, v.word(IATTR.valid))
  w.hex32(cf.mode, v.word(IATTR.mode) & 0xffff)
  w.u32(cf.uid, v, IATTR.uid)
  w.u32(cf.gid, v, IATTR.gid)
  w.s64(cf.size, v, IATTR.length)
  w.s64(cf.atime, v, IATTR.atime)
  w.s64(cf.ctime, v, IATTR.ctime)
  w.s64(cf.mtime, v, IATTR.mtime)
  w.piece(provLabel.bare)
  w.piece(labelHeads[v.bit] as Piece)
  w.decimal(v.idLow, v.idHigh)
  w.byte(QUOTE)
}

const xattr: Attributes = (w, v) => {
  const size = v.word(XATTR.value_size)
  w.cstring(cf.name, v, XATTR.name, XATTR_NAME_BYTES)
  if (size > 0) {
    w.piece(cf.size.bare)
    w.decimal(size)
  }
  const start = (v.at << 2) + XATTR.name
  const length = cstringLength(v.bytes, start, XATTR_NAME_BYTES)
  w.labelText(labelHeads[v.bit] as Piece, v.bytes, start, length, 'raw')
}

/** A text that the label repeats, and what stands between the two. */
function textAndLabel(
  w: AttributeWriter,
  v: VertexCursor,
  key: Key,
  rule: TextRule,
  truncated: boolean | undefined,
): void {
  w.text(key, v.payload, v.payloadStart, v.payloadLength, rule)
  const to = w.length - 1
  const from = v.payloadLength === 0 ? to : w.textStart
  if (truncated !== undefined) w.flag(cf.truncated, truncated)
  w.piece(provLabel.bare)
  w.piece(labelHeads[v.bit] as Piece)
  w.repeat(from, to)
  w.byte(QUOTE)
}

const path: Attributes = (w, v, { profile }) => {
  const isMarked = v.truncated && profile === 'standard'
  textAndLabel(w, v, cf.pathname, 'path', isMarked ? true : undefined)
}

const argument: Attributes = (w, v) => textAndLabel(w, v, cf.value, 'argument', v.truncated)

const log: Attributes = (w, v) => {
  w.text(cf.log, v.payload, v.payloadStart, v.payloadLength, 'log')
  w.labelText(LOG_LABEL, v.payload, v.payloadStart, v.payloadLength, 'log')
}

const packetContent: Attributes = (w, v) => {
  w.piece(cf.content.quoted)
  w.base64(v.payload, v.payloadStart, v.payloadLength)
  w.byte(QUOTE)
  w.piece(cf.length.bare)
  w.decimal(v.payloadLength)
  w.flag(cf.truncated, v.truncated)
  w.string(provLabel, '[content] ')
}

const shm: Attributes = (w, v) => {
  w.hex32(cf.mode, v.word(SHM.mode) & 0xffff)
}

const disclosed: Attributes = (w, v, { profile, prefixes }) => {
  w.piece(cf.hasParent.bare)
  w.piece(CF)
  const version = v.word(DISCLOSED.parent_version)
  w.reserve(IDENTIFIER_TEXT)
  putVertex(
    w.view,
    w.length,
    TASK,
    v.word(DISCLOSED.parent),
    v.word(DISCLOSED.parent + 4),
    version,
    v.scope,
  )
  w.length += IDENTIFIER_TEXT
  w.byte(QUOTE)
  if (v.payloadLength === 0) return
  const content = Buffer.from(v.payloadBytes()).toString('utf8')
  const members = parseMembers(content)
  if (members === undefined) w.string(cf.content, content)
  else if (profile === 'standard') w.raw(Buffer.from(standardMembers(members, prefixes)))
  else w.raw(Buffer.from(`,${content.replaceAll(/[\n\r]/g, ' ')}`))
}

const nothing: Attributes = () => {}

/** What each type adds to the attributes that all vertices have. */
export const attributesOf = {
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
  address: (w, v, { profile }) => writeAddress(w, v.payloadBytes(), profile),
  packet_content: packetContent,
  string: log,
  msg: nothing,
  shm,
  sb: nothing,
  disc_entity: disclosed,
  disc_activity: disclosed,
  disc_agent: disclosed,
  machine: (w, v, { options }) => writeMachine(w, v, options),
  packet: nothing,
} as const satisfies Record<VertexTypeName, Attributes>
