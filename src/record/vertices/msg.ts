import type { VertexDefinition } from '../definition.ts'
import { s64 } from '../field.ts'

/** One System V or POSIX queue message. */
export const msg = {
  name: 'msg',
  provClass: 'entity',
  bit: 14,
  isLong: false,
  struct: 'vertex_msg',
  meaning: 'System V or POSIX queue message',
  fields: [s64('mtype', { meaning: 'message type number', source: 'msg_msg->m_type' })],
} as const satisfies VertexDefinition
