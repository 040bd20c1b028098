/** The header of a packet as people read it; in the record its numbers are in network order. */
import { offsetOf } from '../record/layout.ts'
import { ipv4, ipv6 } from './address-text.ts'

/** Where in a `vertex_packet` its own fields begin. */
export const PACKET_IDENTITY = offsetOf('vertex_packet', 'identity')
const ADDRESSES = offsetOf('vertex_packet', 'addresses') - PACKET_IDENTITY
const LENGTH = offsetOf('vertex_packet', 'len') - PACKET_IDENTITY
const IPV6 = 6

/** What names a packet, and its length in bytes. An end is an address with its port. */
export interface PacketHeader {
  readonly id: number
  readonly seq: number
  readonly sender: string
  readonly receiver: string
  readonly length: number
}

/**
 * Reads the fields of a packet.
 *
 * @param start of its identity in `bytes`.
 * @param isSwapped CamFlow never converts id, sequence and length from network order: those numbers.
 */
export function packetHeader(bytes: Uint8Array, start: number, isSwapped: boolean): PacketHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start)
  const isIpv6 = view.getUint16(2) === IPV6
  const sender = isIpv6 ? `[${ipv6(view, ADDRESSES)}]` : ipv4(bytes, start + 4)
  const receiver = isIpv6 ? `[${ipv6(view, ADDRESSES + 16)}]` : ipv4(bytes, start + 8)
  return {
    id: view.getUint16(0, isSwapped),
    seq: view.getUint32(20, isSwapped),
    sender: `${sender}:${view.getUint16(12)}`,
    receiver: `${receiver}:${view.getUint16(14)}`,
    length: view.getUint16(LENGTH, !isSwapped),
  }
}
