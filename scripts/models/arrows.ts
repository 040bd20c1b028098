/** A model's edges as arrows between single nodes: what may be any inode is one node. */
import type { VertexTypeName } from '../../src/record/registry.ts'
import type { ModelEdge } from '../hooks/model.ts'
import { inodeTypes } from '../hooks/roles.ts'
import type { TypeArrow } from './dot.ts'

/** One arrow for each pair of nodes, in the order of the edges, none twice. */
export function arrowsOf(edges: readonly ModelEdge[]): readonly TypeArrow[] {
  const found = new Map<string, TypeArrow>()
  for (const { relation, from, to, obligation } of edges) {
    for (const sender of nodesOf(from)) {
      for (const receiver of to.length === 0 ? [sender] : nodesOf(to)) {
        const isOptional = obligation === 'may'
        found.set(`${relation} ${sender} ${receiver}`, {
          from: sender,
          to: receiver,
          relation,
          isOptional,
        })
      }
    }
  }
  return [...found.values()]
}

function nodesOf(types: readonly VertexTypeName[]): readonly string[] {
  const isAnyInode = inodeTypes.every((type) => types.includes(type))
  if (!isAnyInode) return types
  const others = types.filter((type) => !(inodeTypes as readonly string[]).includes(type))
  return ['inode', ...others]
}
