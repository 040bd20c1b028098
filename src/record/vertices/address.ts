import type { VertexDefinition } from '../definition.ts'
import { bytes, hidden } from '../field.ts'

/** A socket address given to bind or connect. */
export const address = {
  name: 'address',
  provClass: 'entity',
  bit: 21,
  isLong: true,
  struct: 'vertex_address',
  meaning: 'socket address',
  fields: [
    hidden('length', 'u32', 'bytes of the address'),
    hidden('pad', 'u32', 'zero'),
    bytes('addr', 0, {
      json: 'cf:address',
      form: 'members',
      meaning: 'raw socket address, family first',
      source: 'struct sockaddr',
    }),
  ],
} as const satisfies VertexDefinition
