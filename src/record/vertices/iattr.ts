import type { VertexDefinition } from '../definition.ts'
import { hidden, s64, u16, u32 } from '../field.ts'

const source = 'struct iattr'

/** One set of new inode attributes. A value counts only where its bit of `valid` is set. */
export const iattr = {
  name: 'iattr',
  provClass: 'entity',
  bit: 18,
  isLong: false,
  struct: 'vertex_iattr',
  meaning: 'one set of new inode attributes',
  fields: [
    u32('valid', {
      json: 'cf:valid',
      form: 'hex32',
      meaning: 'which attributes are set (ATTR_* bits)',
      source,
    }),
    u16('mode', { json: 'cf:mode', form: 'hex32', meaning: 'new mode', source }),
    hidden('pad', 'u16', 'zero'),
    u32('uid', { json: 'cf:uid', form: 'number', meaning: 'new owner', source }),
    u32('gid', { json: 'cf:gid', form: 'number', meaning: 'new group', source }),
    s64('size', {
      member: 'length',
      json: 'cf:size',
      form: 'string',
      unit: 'bytes',
      meaning: 'new size',
      source,
    }),
    s64('atime', { json: 'cf:atime', form: 'string', unit: 's', meaning: 'access time', source }),
    s64('ctime', { json: 'cf:ctime', form: 'string', unit: 's', meaning: 'change time', source }),
    s64('mtime', { json: 'cf:mtime', form: 'string', unit: 's', meaning: 'write time', source }),
  ],
} as const satisfies VertexDefinition
