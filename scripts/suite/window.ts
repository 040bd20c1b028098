/**
 * Cuts a log of the suite into the subgraph of each target. A program reads the file `begin` before its target
 * and `end` after it; relation ids count what happens in the kernel, so the target's relations are those between
 * the two reads that its own processes made, and the ends of objects that those relations touch.
 */
import type { GraphRelation, ProvenanceGraph } from '../../src/graph/graph.ts'
import { textOf } from '../../src/graph/load.ts'

/** An arrow as the models have it, and how often it was recorded. */
export interface CapturedEdge {
  readonly from: string
  readonly relation: string
  readonly to: string
  readonly count: number
}

/** Ends of objects: recorded by whoever runs at that time. */
const ENDINGS: ReadonlySet<string> = new Set(['terminate_task', 'terminate_proc', 'free'])

/** The actor of what no task does. */
const NOBODY = '0'

/** Answers what each program's target made. */
export class SuiteLog {
  readonly #graph: ProvenanceGraph
  /** File name to the objects that bear it. */
  readonly #named = new Map<string, Set<string>>()
  /** Parent task to its children, by object. */
  readonly #children = new Map<string, string[]>()
  readonly #taskById = new Map<string, string>()

  constructor(graph: ProvenanceGraph) {
    this.#graph = graph
    for (const { type, attributes, objectKey } of graph.vertices.values()) {
      if (type === 'task') this.#taskById.set(textOf(attributes['cf:id']), objectKey)
    }
    for (const { type, from, to } of graph.relations) {
      if (type === 'named') put(this.#named, this.#name(from), this.#object(to))
      if (type === 'clone') {
        const parent = this.#object(from)
        this.#children.set(parent, [...(this.#children.get(parent) ?? []), this.#object(to)])
      }
    }
  }

  /**
   * Relations of a target, in order.
   *
   * @param directory in which the program ran, absolute.
   * @param pid of the process that the program ran in.
   * @returns `undefined` when a marker is not in the log.
   */
  relationsOf(directory: string, pid: number): readonly GraphRelation[] | undefined {
    const begin = this.#readOf(`${directory}/begin`)
    const end = this.#readOf(`${directory}/end`)
    if (begin === undefined || end === undefined) return undefined
    const family = this.#family(pid)
    const between = this.#graph.relations.filter(({ id }) => id > begin.id && id < end.id)
    // A signal that a file sends has no actor: whoever runs then has nothing to do with it.
    const own = between.filter((relation) =>
      family.has(relation.taskId === NOBODY ? this.#object(relation.to) : this.#actor(relation)),
    )
    const touched = new Set(own.flatMap(({ from, to }) => [this.#object(from), this.#object(to)]))
    const isEnd = (each: GraphRelation) =>
      ENDINGS.has(each.type) && touched.has(this.#object(each.from))
    const kept = new Set(own)
    return between.filter((relation) => kept.has(relation) || isEnd(relation))
  }

  /** Everything that a process and its children did, in order. */
  relationsOfProcess(pid: number): readonly GraphRelation[] {
    const family = this.#family(pid)
    return this.#graph.relations.filter((relation) => family.has(this.#actor(relation)))
  }

  /** The same as arrows between types, each once. */
  edgesOf(directory: string, pid: number): readonly CapturedEdge[] | undefined {
    const found = new Map<string, CapturedEdge>()
    const relations = this.relationsOf(directory, pid)
    for (const { from, to, type: relation } of relations ?? []) {
      const ends = { from: this.#type(from), to: this.#type(to) }
      const key = `${ends.from} ${relation} ${ends.to}`
      found.set(key, { ...ends, relation, count: (found.get(key)?.count ?? 0) + 1 })
    }
    return relations && [...found.values()]
  }

  #readOf(name: string): GraphRelation | undefined {
    const objects = this.#named.get(name)
    if (objects === undefined) return undefined
    return this.#graph.relations.find(
      ({ type, from }) => type === 'read' && objects.has(this.#object(from)),
    )
  }

  /** Objects of the process' tasks and of all that come from them. */
  #family(pid: number): ReadonlySet<string> {
    const first = [...this.#graph.vertices.values()].filter(
      ({ type, attributes }) => type === 'task' && Number(textOf(attributes['cf:pid'])) === pid,
    )
    const family = new Set(first.map(({ objectKey }) => objectKey))
    for (const each of family) for (const child of this.#children.get(each) ?? []) family.add(child)
    return family
  }

  #actor({ taskId }: GraphRelation): string {
    return this.#taskById.get(taskId) ?? ''
  }

  #name(key: string): string {
    return textOf(this.#graph.vertices.get(key)?.attributes['cf:pathname'])
  }

  #object(key: string): string {
    return this.#graph.vertices.get(key)?.objectKey ?? key
  }

  #type(key: string): string {
    return this.#graph.vertices.get(key)?.type ?? 'unknown'
  }
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}
