/** Finds one graph in another: as many edges as can be, then as many equal properties. */
import { edgeKey, edgeParts, type PropertyGraph, type PropertyNode } from './property-graph.ts'

/** Where the nodes of the one are in the other. */
export interface Matching {
  readonly nodes: ReadonlyMap<string, string>
  /** Edges that both have. */
  readonly edges: number
}

/** After so many tries the best that was found is taken: the graphs are small and the first tries are good. */
const MOST_TRIES = 50_000
const EDGE_SCORE = 1000

/** Matches every node of `inner`, if it can be, with one of the same label in `outer`. */
export function findMatching(inner: PropertyGraph, outer: PropertyGraph): Matching {
  return new Search(inner, outer).best()
}

class Search {
  readonly #inner: PropertyGraph
  readonly #outer: PropertyGraph
  /** Nodes of `inner`, those with most edges first. */
  readonly #order: readonly string[]
  /** Edges by node: the node itself and an earlier one, or a loop. */
  readonly #edgesOf: ReadonlyMap<string, readonly string[]>
  /** What the nodes from each index on can score at most. */
  readonly #restAt: readonly number[]
  readonly #mapping = new Map<string, string>()
  readonly #used = new Set<string>()
  #best: Matching = { nodes: new Map(), edges: 0 }
  #bestScore = -1
  #tries = 0

  constructor(inner: PropertyGraph, outer: PropertyGraph) {
    this.#inner = inner
    this.#outer = outer
    const degrees = new Map<string, number>()
    for (const [key, count] of inner.edges) {
      for (const end of edgeParts(key).slice(0, 2))
        degrees.set(end, (degrees.get(end) ?? 0) + count)
    }
    this.#order = [...inner.nodes.keys()].sort(
      (a, b) => (degrees.get(b) ?? 0) - (degrees.get(a) ?? 0),
    )
    this.#edgesOf = this.#edgesByLaterEnd()
    this.#restAt = this.#rests()
  }

  best(): Matching {
    this.#visit(0, 0, 0)
    return this.#best
  }

  #visit(index: number, score: number, edges: number): void {
    const node = this.#order[index]
    if (node === undefined) {
      if (score > this.#bestScore) {
        this.#bestScore = score
        this.#best = { nodes: new Map(this.#mapping), edges }
      }
      return
    }
    if (++this.#tries > MOST_TRIES || score + (this.#restAt[index] ?? 0) <= this.#bestScore) return
    for (const { candidate, gained, likeness } of this.#candidates(node)) {
      this.#mapping.set(node, candidate)
      this.#used.add(candidate)
      this.#visit(index + 1, score + gained * EDGE_SCORE + likeness, edges + gained)
      this.#mapping.delete(node)
      this.#used.delete(candidate)
    }
    // Without a counterpart its edges are lost, and the search goes on.
    if (this.#bestScore < 0) this.#visit(index + 1, score, edges)
  }

  /** The best first. */
  #candidates(node: string) {
    const own = this.#inner.nodes.get(node) as PropertyNode
    const found = []
    for (const [candidate, other] of this.#outer.nodes) {
      if (other.label !== own.label || this.#used.has(candidate)) continue
      this.#mapping.set(node, candidate)
      found.push({ candidate, gained: this.#gain(node), likeness: likenessOf(own, other) })
      this.#mapping.delete(node)
    }
    return found.sort((a, b) => b.gained - a.gained || b.likeness - a.likeness)
  }

  #gain(node: string): number {
    let gained = 0
    for (const key of this.#edgesOf.get(node) ?? []) {
      const [from, to, label] = edgeParts(key)
      const ends = [this.#mapping.get(from), this.#mapping.get(to)]
      if (ends[0] === undefined || ends[1] === undefined) continue
      const there = this.#outer.edges.get(edgeKey(ends[0], ends[1], label)) ?? 0
      gained += Math.min(this.#inner.edges.get(key) ?? 0, there)
    }
    return gained
  }

  #edgesByLaterEnd(): ReadonlyMap<string, readonly string[]> {
    const place = new Map(this.#order.map((node, index) => [node, index]))
    const found = new Map<string, string[]>()
    for (const key of this.#inner.edges.keys()) {
      const [from, to] = edgeParts(key)
      const later = (place.get(from) ?? 0) >= (place.get(to) ?? 0) ? from : to
      found.set(later, [...(found.get(later) ?? []), key])
    }
    return found
  }

  #rests(): readonly number[] {
    const rests = new Array<number>(this.#order.length + 1).fill(0)
    for (let index = this.#order.length - 1; index >= 0; index--) {
      const node = this.#order[index] as string
      const edges = (this.#edgesOf.get(node) ?? []).reduce(
        (sum, key) => sum + (this.#inner.edges.get(key) ?? 0),
        0,
      )
      const properties = this.#inner.nodes.get(node)?.properties.size ?? 0
      rests[index] = (rests[index + 1] ?? 0) + edges * EDGE_SCORE + properties
    }
    return rests
  }
}

function likenessOf(a: PropertyNode, b: PropertyNode): number {
  let same = 0
  for (const [name, value] of a.properties) if (b.properties.get(name) === value) same++
  return same
}
