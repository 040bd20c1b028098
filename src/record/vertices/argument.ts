import type { VertexDefinition } from '../definition.ts'
import { flag, hidden, text } from '../field.ts'

/*
 * The kernel sends all strings of one exec in one `arguments` message; the reader makes these vertices
 * of it, in the layout of `vertex_string` with `truncated` in the padding.
 */
const fields = [
  hidden('length', 'u32', 'bytes of the text'),
  flag('truncated', 4, {
    member: 'pad',
    json: 'cf:truncated',
    form: 'boolean',
    meaning: 'the string was longer, or not read at all',
    source: 'reader',
  }),
  text('value', {
    member: 'text',
    json: 'cf:value',
    form: 'text',
    meaning: 'the string',
    source: 'linux_binprm, user stack',
  }),
] as const

/** One argument of an exec. */
export const argv = {
  name: 'argv',
  provClass: 'entity',
  bit: 25,
  isLong: true,
  struct: 'vertex_string',
  meaning: 'one argv string',
  fields,
} as const satisfies VertexDefinition

/** One string of the environment of an exec. */
export const envp = {
  name: 'envp',
  provClass: 'entity',
  bit: 26,
  isLong: true,
  struct: 'vertex_string',
  meaning: 'one envp string',
  fields,
} as const satisfies VertexDefinition
