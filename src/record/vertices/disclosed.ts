import type { VertexDefinition } from '../definition.ts'
import { hidden, text, u32, u64 } from '../field.ts'

const fields = [
  hidden('length', 'u32', 'bytes of the content'),
  hidden('pad', 'u32', 'zero'),
  u64('parent', {
    json: 'cf:hasParent',
    form: 'string',
    meaning: 'node id of the task that disclosed it',
    source: 'current',
  }),
  u32('parent_version', { meaning: 'version of that task', source: 'current' }),
  hidden('pad2', 'u32', 'zero'),
  text('content', {
    form: 'members',
    meaning: 'JSON members without braces, as the application gave them',
    source: 'user space',
  }),
] as const

function disclosed<
  const N extends string,
  const B extends number,
  const C extends 'activity' | 'agent' | 'entity',
>(name: N, bit: B, provClass: C) {
  return {
    name,
    provClass,
    bit,
    isLong: true,
    struct: 'vertex_disclosed',
    meaning: `${provClass} disclosed by an application`,
    fields,
  } as const satisfies VertexDefinition
}

/** What an application says about itself, in PROV's three classes. */
export const discActivity = disclosed('disc_activity', 1, 'activity')
export const discAgent = disclosed('disc_agent', 5, 'agent')
export const discEntity = disclosed('disc_entity', 27, 'entity')
