import type { VertexDefinition } from '../definition.ts'
import { hidden, text } from '../field.ts'

/** A log line that an application disclosed. */
export const string = {
  name: 'string',
  provClass: 'entity',
  bit: 20,
  isLong: true,
  struct: 'vertex_string',
  meaning: 'application log string',
  fields: [
    hidden('length', 'u32', 'bytes of the text'),
    hidden('pad', 'u32', 'zero'),
    text('text', { json: 'cf:log', form: 'text', meaning: 'the line', source: 'user space' }),
  ],
} as const satisfies VertexDefinition
