/** Questions to a captured graph: what is called what, and whether something flowed into something. */
import type { GraphRelation, GraphVertex, ProvenanceGraph } from '../../src/graph/graph.ts'
import { textOf } from '../../src/graph/load.ts'

/** Leaves out part of the graph. */
export interface FlowOptions {
  /** Vertex types that the way must not lead through. */
  readonly withoutVertices?: readonly string[]
  /** Relation types that the way must not use. */
  readonly withoutRelations?: readonly string[]
}

const NOT_FILES: ReadonlySet<string> = new Set(['task', 'process_memory', 'path'])

/** An index over one graph. */
export class FlowGraph {
  readonly graph: ProvenanceGraph
  /** Relations that lead to a vertex: PROV points from an effect to its causes, and so does this. */
  readonly #causes = new Map<string, GraphRelation[]>()
  readonly #objects = new Map<string, GraphVertex[]>()
  readonly #objectsByName = new Map<string, Set<string>>()

  constructor(graph: ProvenanceGraph) {
    this.graph = graph
    for (const vertex of graph.vertices.values()) {
      put(this.#objects, vertex.objectKey, vertex)
      this.#name(vertex.attributes['cf:name'], vertex)
    }
    for (const relation of graph.relations) {
      put(this.#causes, relation.to, relation)
      if (relation.type !== 'named') continue
      const path = graph.vertices.get(relation.from)
      const named = graph.vertices.get(relation.to)
      if (path && named) this.#name(path.attributes['cf:pathname'], named)
    }
  }

  /** All versions of the files (directories, pipes, sockets …) that ever had the name. */
  files(name: string): readonly GraphVertex[] {
    const objects = [...(this.#objectsByName.get(name) ?? [])]
    return objects.flatMap((key) => this.#objects.get(key) ?? [])
  }

  /** Names of all objects that are no program's, for messages. */
  fileNames(): readonly string[] {
    return [...this.#objectsByName.keys()]
  }

  /** Vertices of a type whose attributes have these values. */
  vertices(type: string, attributes: Readonly<Record<string, string>> = {}): GraphVertex[] {
    const wanted = Object.entries(attributes)
    return [...this.graph.vertices.values()].filter(
      (vertex) =>
        vertex.type === type &&
        wanted.every(([key, value]) => textOf(vertex.attributes[key]) === value),
    )
  }

  /** Relations of a type between vertices that pass; an end that is not given may be anything. */
  relations(
    type: string,
    ends: {
      readonly from?: readonly GraphVertex[]
      readonly to?: readonly GraphVertex[]
    } = {},
  ): readonly GraphRelation[] {
    const from = ends.from && new Set(ends.from.map(({ key }) => key))
    const to = ends.to && new Set(ends.to.map(({ key }) => key))
    return this.graph.relations.filter(
      (relation) =>
        relation.type === type &&
        (from?.has(relation.from) ?? true) &&
        (to?.has(relation.to) ?? true),
    )
  }

  /** Whether information of any vertex in `from` reached any in `to`. */
  flows(
    from: readonly GraphVertex[],
    to: readonly GraphVertex[],
    options: FlowOptions = {},
  ): boolean {
    const sources = new Set(from.map(({ key }) => key))
    const seen = new Set(to.map(({ key }) => key))
    const queue = [...seen]
    for (const key of queue) {
      if (sources.has(key)) return true
      for (const relation of this.#causes.get(key) ?? []) {
        if (seen.has(relation.from) || this.#isLeftOut(relation, options)) continue
        seen.add(relation.from)
        queue.push(relation.from)
      }
    }
    return false
  }

  #isLeftOut(relation: GraphRelation, options: FlowOptions): boolean {
    const type = this.graph.vertices.get(relation.from)?.type ?? ''
    return (
      (options.withoutVertices?.includes(type) ?? false) ||
      (options.withoutRelations?.includes(relation.type) ?? false)
    )
  }

  #name(value: unknown, vertex: GraphVertex): void {
    if (value === undefined || NOT_FILES.has(vertex.type)) return
    const name = textOf(value)
    const known = this.#objectsByName.get(name)
    if (known) known.add(vertex.objectKey)
    else this.#objectsByName.set(name, new Set([vertex.objectKey]))
  }
}

function put<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
