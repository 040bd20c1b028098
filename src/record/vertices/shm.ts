import type { VertexDefinition } from '../definition.ts'
import { padding, u16 } from '../field.ts'

/** A System V shared memory segment. */
export const shm = {
  name: 'shm',
  provClass: 'entity',
  bit: 15,
  isLong: false,
  struct: 'vertex_shm',
  meaning: 'System V shared memory segment',
  fields: [
    u16('mode', {
      json: 'cf:mode',
      form: 'hex32',
      meaning: 'permission bits',
      source: 'kern_ipc_perm->mode',
    }),
    padding('pad', 6),
  ],
} as const satisfies VertexDefinition
