import type { VertexDefinition } from '../definition.ts'
import { bytes, flag, hidden, padding } from '../field.ts'

/** The bytes of a packet, recorded where the policy asks for them. */
export const packetContent = {
  name: 'packet_content',
  provClass: 'entity',
  bit: 24,
  isLong: true,
  struct: 'vertex_packet_content',
  meaning: 'packet bytes',
  fields: [
    hidden('length', 'u32', 'bytes of the content'),
    flag('truncated', 1, {
      json: 'cf:truncated',
      form: 'boolean',
      meaning: 'the packet was longer',
      source: 'sk_buff->len',
    }),
    padding('pad', 3),
    bytes('content', 0, {
      json: 'cf:content',
      form: 'base64',
      meaning: 'the bytes',
      source: 'sk_buff->data',
    }),
  ],
} as const satisfies VertexDefinition
