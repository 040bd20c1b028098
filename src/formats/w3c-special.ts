/** The members of the two vertex types that have a shape of their own: packet and machine. */
import type { VertexCursor } from '../record/cursor.ts'
import { offsetOf } from '../record/layout.ts'
import { utsnameKeys } from '../record/snapshot.ts'
import { ipv4 } from './address-text.ts'
import type { FormatOptions } from './format.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import type { W3cProfile } from './w3c-context.ts'
import type { Key } from './w3c-keys.ts'
import { attributeKey, cf, provLabel, provType } from './w3c-keys.ts'

const PACKET_LEN = offsetOf('vertex_packet', 'len')
const IDENTITY = offsetOf('vertex_packet', 'identity')
const UTSNAME = offsetOf('vertex_machine', 'utsname')
const UTSNAME_BYTES = 65
const UTSNAME_KEYS = utsnameKeys.map((name) => attributeKey(`cf:u_${name}`))
const COMMIT = offsetOf('vertex_machine', 'commit')
const COMMIT_BYTES = 256

/** The header fields that name a packet; in the identifier they are in network order. */
interface PacketHeader {
  readonly id: number
  readonly seq: number
  readonly sender: string
  readonly receiver: string
}

function packetHeader(bytes: Uint8Array, start: number, isSwapped: boolean): PacketHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 24)
  return {
    id: view.getUint16(0, isSwapped),
    seq: view.getUint32(20, isSwapped),
    sender: `${ipv4(bytes, start + 4)}:${view.getUint16(12)}`,
    receiver: `${ipv4(bytes, start + 8)}:${view.getUint16(14)}`,
  }
}

/**
 * Writes the attributes of a packet: it has no boot, machine, version, date or epoch. CamFlow never
 * converts id, sequence and length from network order; `compat` keeps its numbers, `standard` has the
 * real ones.
 */
export function writePacket(w: AttributeWriter, v: VertexCursor, profile: W3cProfile): void {
  const isSwapped = profile === 'compat'
  const start = (v.at << 2) + IDENTITY
  const { id, seq, sender, receiver } = packetHeader(v.bytes, start, isSwapped)
  const length = v.word(PACKET_LEN) & 0xffff
  w.raw(Buffer.from(`"cf:id":${id},"cf:seq":${seq}`))
  w.string(cf.sender, sender)
  w.string(cf.receiver, receiver)
  w.string(provType, 'packet')
  w.hex64(cf.taint, v.taintLow, v.taintHigh)
  w.string(cf.jiffies, v.chunk.jiffies.toString())
  w.piece(cf.len.bare)
  w.decimal(isSwapped ? ((length & 0xff) << 8) | (length >>> 8) : length)
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
