/** The words for the ends of a flow, as the comments in bpf/hooks/ and test/suite/ use them. */
import type { VertexTypeName } from '../../src/record/registry.ts'

/** Every type that an inode can have. */
export const inodeTypes = [
  'inode_unknown',
  'link',
  'file',
  'directory',
  'char',
  'block',
  'pipe',
  'socket',
] as const satisfies readonly VertexTypeName[]

const anyType = 'any'

/** What a noun stands for: types of vertices, `same` as the other end, or `any` that an application names. */
const nouns = {
  task: ['task'],
  parent: ['task'],
  child: ['task'],
  tracer: ['task'],
  tracee: ['task'],
  memory: ['process_memory'],
  inode: inodeTypes,
  unknown: ['inode_unknown'],
  file: ['file'],
  executable: ['file'],
  interpreter: ['file'],
  directory: ['directory'],
  link: ['link'],
  pipe: ['pipe'],
  socket: ['socket'],
  peer: ['socket'],
  listener: ['socket'],
  device: ['char', 'block'],
  path: ['path'],
  name: ['path'],
  address: ['address'],
  packet: ['packet'],
  content: ['packet_content'],
  iattr: ['iattr'],
  xattr: ['xattr'],
  msg: ['msg'],
  message: ['msg'],
  shm: ['shm'],
  segment: ['shm'],
  argv: ['argv'],
  envp: ['envp'],
  string: ['string'],
  machine: ['machine'],
  version: 'same',
  entity: ['disc_entity'],
  activity: ['disc_activity'],
  agent: ['disc_agent'],
  anything: anyType,
} as const satisfies Readonly<Record<string, readonly VertexTypeName[] | 'same' | 'any'>>

/** One end of a flow. */
export interface Role {
  /** As the comment has it: `new memory`. */
  readonly words: string
  /** `same`: the type of the other end. */
  readonly types: readonly VertexTypeName[] | 'same' | 'any'
}

/**
 * Reads one end: the noun is the last word before ` of `, ` in ` or ` to `, adjectives are free.
 *
 * @throws Error that lists the nouns, when the word is none of them.
 */
export function parseRole(words: string): Role {
  const noun = (words.split(/ (?:of|in|to|for) /)[0] ?? '').split(' ').at(-1) ?? ''
  const types = (nouns as Readonly<Record<string, Role['types']>>)[noun]
  if (types !== undefined) return { words, types }
  const known = Object.keys(nouns).join(', ')
  throw new Error(`"${words}" is no end of a flow; its noun must be one of: ${known}`)
}
