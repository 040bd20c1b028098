import type { VertexDefinition } from '../definition.ts'
import { bytes, cstring, hidden, u32 } from '../field.ts'

/** One extended attribute access. */
export const xattr = {
  name: 'xattr',
  provClass: 'entity',
  bit: 23,
  isLong: true,
  struct: 'vertex_xattr',
  meaning: 'one extended attribute access',
  fields: [
    u32('value_size', {
      json: 'cf:size',
      form: 'number',
      unit: 'bytes',
      meaning: 'size of the value, which may be more than the bytes carried',
      source: 'hook argument',
    }),
    hidden('pad', 'u32', 'zero'),
    cstring('name', 256, {
      json: 'cf:name',
      form: 'text',
      meaning: 'name of the attribute',
      source: 'hook argument',
    }),
    bytes('value', 0, { meaning: 'the value; never written out', source: 'hook argument' }),
  ],
} as const satisfies VertexDefinition
