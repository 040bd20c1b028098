import type { VertexDefinition } from '../definition.ts'
import { bytes, padding, u16 } from '../field.ts'

/** An IPv4 packet, identified by its header alone: sender and receiver name the same vertex. */
export const packet = {
  name: 'packet',
  provClass: 'entity',
  bit: 17,
  isLong: false,
  struct: 'vertex_packet',
  meaning: 'IPv4 packet',
  fields: [
    bytes('identity', 24, {
      json: 'cf:id, cf:seq, cf:sender, cf:receiver',
      form: 'members',
      meaning: 'bytes 8-31 of the public identifier, header fields in network order',
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
  ],
} as const satisfies VertexDefinition
