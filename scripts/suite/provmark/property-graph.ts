/** A graph as ProvMark sees one: labels and properties, and no notion of what they mean. */
import type { GraphRelation, ProvenanceGraph } from '../../../src/graph/graph.ts'
import { textOf } from '../../../src/graph/load.ts'

/** Property name to value. */
export type Properties = ReadonlyMap<string, string>

/** One object; its versions are one node, what leads from one to the next is a loop. */
export interface PropertyNode {
  readonly label: string
  readonly properties: Properties
}

/** Labelled nodes and how many edges of a label lead from one to another. */
export interface PropertyGraph {
  readonly nodes: ReadonlyMap<string, PropertyNode>
  /** `FROM TO LABEL` to the number of such edges. */
  readonly edges: ReadonlyMap<string, number>
}

/** The graph of some relations of a log. */
export function propertyGraph(
  graph: ProvenanceGraph,
  relations: readonly GraphRelation[],
): PropertyGraph {
  const nodes = new Map<string, PropertyNode>()
  const edges = new Map<string, number>()
  const nodeOf = (key: string) => {
    const vertex = graph.vertices.get(key)
    if (vertex === undefined) return key
    const id = vertex.objectKey.replaceAll(' ', ':')
    const texts = Object.entries(vertex.attributes).map(
      ([name, value]) => [name, textOf(value)] as const,
    )
    nodes.set(id, { label: vertex.type, properties: new Map(texts) })
    return id
  }
  for (const { from, to, type } of relations) {
    const key = edgeKey(nodeOf(from), nodeOf(to), type)
    edges.set(key, (edges.get(key) ?? 0) + 1)
  }
  return { nodes, edges }
}

/** Name of an edge in `edges`. */
export function edgeKey(from: string, to: string, label: string): string {
  return `${from} ${to} ${label}`
}

/** The parts of such a name. */
export function edgeParts(key: string): readonly [from: string, to: string, label: string] {
  return key.split(' ') as unknown as readonly [string, string, string]
}
