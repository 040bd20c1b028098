/** The members of the two vertex types that have a shape of their own: packet and machine. */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import { utsnameKeys } from '../record/snapshot.ts'
import type { FormatOptions } from './format.ts'
import { PACKET_IDENTITY, packetHeader } from './packet-header.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import type { W3cProfile } from './w3c-context.ts'
import type { Key } from './w3c-keys.ts'
import { attributeKey, cf, provLabel, provType } from './w3c-keys.ts'

const UTSNAME = offsetOf('vertex_machine', 'utsname')
const UTSNAME_BYTES = 65
const UTSNAME_KEYS = utsnameKeys.map((name) => attributeKey(`cf:u_${name}`))
const COMMIT = offsetOf('vertex_machine', 'commit')
const COMMIT_BYTES = 256

/**
 * Writes the attributes of a packet: it has no boot, machine, version, date or epoch. CamFlow never
 * converts id, sequence and length from network order; `compat` keeps its numbers, `standard` has the
 * real ones.
 */
export function writePacket(w: AttributeWriter, v: VertexCursor, profile: W3cProfile): void {
  const start = (v.at << 2) + PACKET_IDENTITY
  const { id, seq, sender, receiver, length } = packetHeader(v.bytes, start, profile === 'compat')
  w.raw(Buffer.from(`"cf:id":${id},"cf:seq":${seq}`))
  w.string(cf.sender, sender)
  w.string(cf.receiver, receiver)
  w.string(provType, 'packet')
  w.hex64(cf.taint, v.taintLow, v.taintHigh)
  w.string(cf.jiffies, v.chunk.jiffies.toString())
  w.piece(cf.len.bare)
  w.decimal(length)
  w.string(provLabel, `[packet] ${sender}->${receiver} (${id})`)
}

/** Writes what a machine vertex has beyond the common attributes. */
export function writeMachine(w: AttributeWriter, v: VertexCursor, options: FormatOptions): void {
  utsnameKeys.forEach((_, index) => {
    w.cstring(UTSNAME_KEYS[index] as Key, v, UTSNAME + index * UTSNAME_BYTES, UTSNAME_BYTES)
  })
  const [major, minor, patch] = ['major', 'minor', 'patch'].map((member) =>
    v.byte(offsetOf('vertex_machine', member)),
  )
  w.string(cf.k_version, `${major}.${minor}.${patch}`)
  w.cstring(cf.k_commit, v, COMMIT, COMMIT_BYTES)
  w.string(cf.l_version, options.libraryVersion ?? '')
  w.string(cf.l_commit, options.libraryCommit ?? '')
}
