/** The three vertex types whose annotations have a shape of their own: disclosed, machine and packet. */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import { vertexByName } from '../record/registry.ts'
import { utsnameKeys } from '../record/snapshot.ts'
import { IDENTIFIER_TEXT, putVertex } from './identifier-bytes.ts'
import { PACKET_IDENTITY, packetHeader } from './packet-header.ts'
import type { SpadeContext } from './spade-context.ts'
import { DISCLOSED } from './vertex-places.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import { parseMembers } from './w3c-disclosed.ts'
import { attributeKey as key } from './w3c-keys.ts'

const TASK = vertexByName('task').bit
const QUOTE = 0x22
const CONTENT = key('content')
const PARENT = key('hasParent')

/** Upstream writes nothing usable for these types; ours are the parent and what the application said. */
export function writeDisclosed(w: AttributeWriter, v: VertexCursor): void {
  w.piece(PARENT.quoted)
  w.reserve(IDENTIFIER_TEXT)
  const [low, high] = [v.word(DISCLOSED.parent), v.word(DISCLOSED.parent + 4)]
  putVertex(w.view, w.length, TASK, low, high, v.word(DISCLOSED.parent_version), v.scope)
  w.length += IDENTIFIER_TEXT
  w.byte(QUOTE)
  if (v.payloadLength === 0) return
  const content = Buffer.from(v.payloadBytes()).toString('utf8')
  const members = parseMembers(content)
  if (members === undefined) w.string(CONTENT, content)
  else for (const [name, value] of members) w.raw(Buffer.from(annotation(name, value)))
}

const OWN =
  /^(object_|boot_id$|version$|hasParent$|id$|cf:(machine_id|date|name|taint|jiffies|epoch)$)/

/** The annotation of what an application said: names of ours it may not take. */
export function disclosedName(name: string): string {
  return OWN.test(name) ? `disclosed_${name}` : name
}

function annotation(name: string, value: unknown): string {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return `,${JSON.stringify(disclosedName(name))}:${JSON.stringify(isPlain ? value : JSON.stringify(value))}`
}

const UTSNAME = offsetOf('vertex_machine', 'utsname')
const UTSNAME_BYTES = 65
const UTSNAME_KEYS = utsnameKeys.map((name) => key(`u_${name}`))
const VERSION_AT = ['major', 'minor', 'patch'].map((member) => offsetOf('vertex_machine', member))
const COMMIT = offsetOf('vertex_machine', 'commit')
const COMMIT_BYTES = 256
const K_VERSION = key('k_version')
const K_COMMIT = key('k_commit')
const L_VERSION = key('l_version')
const L_COMMIT = key('l_commit')

/** Writes what a machine has beyond the common annotations. */
export function writeMachine(w: AttributeWriter, v: VertexCursor, { options }: SpadeContext): void {
  UTSNAME_KEYS.forEach((each, index) => {
    w.cstring(each, v, UTSNAME + index * UTSNAME_BYTES, UTSNAME_BYTES)
  })
  w.string(K_VERSION, VERSION_AT.map((offset) => v.byte(offset)).join('.'))
  w.cstring(K_COMMIT, v, COMMIT, COMMIT_BYTES)
  w.string(L_VERSION, options.libraryVersion ?? '')
  w.string(L_COMMIT, options.libraryCommit ?? '')
}

const DATE = key('cf:date')
const SENDER = key('sender')
const RECEIVER = key('receiver')
const JIFFIES = key('jiffies')

/**
 * Writes all annotations of a packet, which has a shape of its own. `compat` has id, sequence and length
 * byte-swapped, as CamFlow does.
 *
 * @param date text of the date.
 */
export function writePacketAnnotations(
  w: AttributeWriter,
  v: VertexCursor,
  date: Uint8Array,
  { profile }: SpadeContext,
): void {
  const start = (v.at << 2) + PACKET_IDENTITY
  const { id, seq, sender, receiver, length } = packetHeader(v.bytes, start, profile === 'compat')
  w.raw(Buffer.from('"object_type":"packet"'))
  w.text(DATE, date, 0, date.length, 'raw')
  w.raw(Buffer.from(`,"packet_id":${id}`))
  w.raw(Buffer.from(`,"seq":${seq}`))
  w.string(SENDER, sender)
  w.string(RECEIVER, receiver)
  w.string(JIFFIES, v.chunk.jiffies.toString())
  w.raw(Buffer.from(`,"ih_len":${length}`))
}
