import type { VertexDefinition } from '../definition.ts'
import { flag, hidden, text } from '../field.ts'

/** A path name; its id is a hash of the text, so one name is one vertex in a boot. */
export const path = {
  name: 'path',
  provClass: 'entity',
  bit: 22,
  isLong: true,
  struct: 'vertex_path',
  meaning: 'path name',
  fields: [
    hidden('length', 'u32', 'bytes of the payload'),
    hidden('components', 'u16', 'components in the payload'),
    hidden('flags', 'u16', 'PATH_* bits'),
    flag('truncated', 0, {
      meaning: 'the root end is missing: the walk met its limit',
      source: 'wire',
    }),
    text('pathname', {
      member: 'name',
      json: 'cf:pathname',
      form: 'text',
      meaning: 'the whole name',
      source: 'dentry->d_name up to the root',
    }),
  ],
} as const satisfies VertexDefinition
