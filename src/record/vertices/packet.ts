import type { VertexDefinition } from '../definition.ts'
import { bytes, padding, u16 } from '../field.ts'

/**
 * An IP packet, identified by its headers alone: sender and receiver name the same vertex. Identity, as the
 * bytes are on the wire: id u16, 0 or 6 (IPv6) u16, sender u32, receiver u32, two ports u16, protocol u8,
 * three bytes, seq u32. Of IPv6 the addresses are hashed, and id and the three bytes are a hash that tells
 * retransmissions apart. docs/adr/0005
 */
export const packet = {
  name: 'packet',
  provClass: 'entity',
  bit: 17,
  isLong: false,
  struct: 'vertex_packet',
  meaning: 'IP packet',
  fields: [
    bytes('identity', 24, {
      json: 'cf:id, cf:seq, cf:sender, cf:receiver',
      form: 'members',
      meaning: 'bytes 8-31 of the public identifier, numbers in network order',
      source: 'IP and TCP/UDP header',
    }),
    u16('len', {
      json: 'cf:len',
      form: 'number',
      unit: 'bytes',
      meaning: 'IP total length',
      source: 'iphdr->tot_len',
    }),
    padding('pad', 6),
    bytes('addresses', 32, {
      json: 'cf:sender, cf:receiver',
      form: 'members',
      meaning: 'of IPv6: address of the sender, then of the receiver',
      source: 'ipv6hdr',
    }),
  ],
} as const satisfies VertexDefinition
