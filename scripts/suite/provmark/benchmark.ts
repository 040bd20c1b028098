/**
 * ProvMark's benchmark graph of a call (Middleware 2019, §3): runs with the call and runs without are each
 * generalised over what differs from run to run, and the second graph is taken away from the first.
 */
import { findMatching } from './match.ts'
import { edgeKey, edgeParts, type PropertyGraph } from './property-graph.ts'

/** An arrow that only the runs with the call have. */
export interface BenchmarkEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly count: number
}

/**
 * What the call adds.
 *
 * @returns `undefined` when no two runs of one sort have the same shape.
 */
export function benchmarkGraph(
  withCall: readonly PropertyGraph[],
  without: readonly PropertyGraph[],
): readonly BenchmarkEdge[] | undefined {
  const foreground = generalise(withCall)
  const background = generalise(without)
  return foreground && background && subtract(foreground, background)
}

/** The smallest graph that two runs have in common, without the properties in which they differ. */
export function generalise(runs: readonly PropertyGraph[]): PropertyGraph | undefined {
  const sorted = [...runs].sort((a, b) => edgeCount(a) - edgeCount(b))
  for (const [index, one] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      if (edgeCount(one) !== edgeCount(other) || one.nodes.size !== other.nodes.size) continue
      const { nodes, edges } = findMatching(one, other)
      if (edges === edgeCount(one) && nodes.size === one.nodes.size)
        return common(one, other, nodes)
    }
  }
  return undefined
}

function common(
  one: PropertyGraph,
  other: PropertyGraph,
  matching: ReadonlyMap<string, string>,
): PropertyGraph {
  const nodes = [...one.nodes].map(([key, { label, properties }]) => {
    const there = other.nodes.get(matching.get(key) ?? '')?.properties
    const same = [...properties].filter(([name, value]) => there?.get(name) === value)
    return [key, { label, properties: new Map(same) }] as const
  })
  return { nodes: new Map(nodes), edges: one.edges }
}

function subtract(foreground: PropertyGraph, background: PropertyGraph): readonly BenchmarkEdge[] {
  const { nodes } = findMatching(background, foreground)
  const rest = new Map(foreground.edges)
  for (const [key, count] of background.edges) {
    const [from, to, label] = edgeParts(key)
    const there = edgeKey(nodes.get(from) ?? '', nodes.get(to) ?? '', label)
    const left = (rest.get(there) ?? 0) - count
    if (left > 0) rest.set(there, left)
    else rest.delete(there)
  }
  const labelOf = (node: string) => foreground.nodes.get(node)?.label ?? ''
  return [...rest].map(([key, count]) => {
    const [from, to, label] = edgeParts(key)
    return { from: labelOf(from), to: labelOf(to), label, count }
  })
}

function edgeCount({ edges }: PropertyGraph): number {
  return [...edges.values()].reduce((sum, count) => sum + count, 0)
}
