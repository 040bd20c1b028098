import type { VertexDefinition } from '../definition.ts'
import { u32 } from '../field.ts'

/** The memory shared by all threads of one credential object. */
export const processMemory = {
  name: 'process_memory',
  provClass: 'entity',
  bit: 19,
  isLong: false,
  struct: 'vertex_process_memory',
  meaning: 'process memory, one per credential object',
  fields: [
    u32('uid', {
      json: 'cf:uid',
      form: 'number',
      meaning: 'user id, initial user namespace',
      source: 'cred->uid',
    }),
    u32('gid', {
      json: 'cf:gid',
      form: 'number',
      meaning: 'group id, initial user namespace',
      source: 'cred->gid',
    }),
    u32('tgid', {
      json: 'cf:tgid',
      form: 'number',
      meaning: 'thread-group id, initial pid namespace',
      source: 'task->tgid',
    }),
    u32('secid', {
      json: 'cf:secctx',
      form: 'text',
      meaning: 'number of the security context, 0 where none is known (docs/adr/0007)',
      source: 'cred->security',
    }),
  ],
} as const satisfies VertexDefinition
