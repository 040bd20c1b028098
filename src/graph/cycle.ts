/** Finds a circle in a directed graph of millions of edges, without recursion. */

/**
 * @param vertices number of vertices; they are 0 to `vertices` - 1.
 * @param from source of each edge.
 * @param to destination of each edge.
 * @returns the edges of one cycle in order, empty when there is none.
 */
export function findCycle(
  vertices: number,
  from: readonly number[],
  to: readonly number[],
): number[] {
  const rest = incoming(vertices, to)
  const { starts, edges } = adjacency(vertices, from)
  const queue = new Uint32Array(vertices)
  let filled = 0
  for (let v = 0; v < vertices; v++) if (rest[v] === 0) queue[filled++] = v
  for (let done = 0; done < filled; done++) {
    const v = queue[done] as number
    const end = starts[v + 1] as number
    for (let i = starts[v] as number; i < end; i++) {
      const next = to[edges[i] as number] as number
      const left = (rest[next] as number) - 1
      rest[next] = left
      if (left === 0) queue[filled++] = next
    }
  }
  return filled === vertices ? [] : oneCycle(rest, from, to)
}

function incoming(vertices: number, to: readonly number[]): Uint32Array {
  const counts = new Uint32Array(vertices)
  for (const v of to) counts[v] = (counts[v] as number) + 1
  return counts
}

/** Edges sorted by their source: those of `v` are `edges[starts[v]]` up to `edges[starts[v + 1]]`. */
function adjacency(
  vertices: number,
  from: readonly number[],
): { readonly starts: Uint32Array; readonly edges: Uint32Array } {
  const starts = new Uint32Array(vertices + 1)
  for (const v of from) starts[v + 1] = (starts[v + 1] as number) + 1
  for (let v = 0; v < vertices; v++)
    starts[v + 1] = (starts[v + 1] as number) + (starts[v] as number)
  const next = starts.slice()
  const edges = new Uint32Array(from.length)
  from.forEach((v, edge) => {
    const at = next[v] as number
    edges[at] = edge
    next[v] = at + 1
  })
  return { starts, edges }
}

/** Walks backwards among vertices that never became free: each has such a predecessor. */
function oneCycle(rest: Uint32Array, from: readonly number[], to: readonly number[]): number[] {
  const cameBy = new Map<number, number>()
  from.forEach((v, edge) => {
    if ((rest[v] as number) > 0 && (rest[to[edge] as number] as number) > 0) {
      cameBy.set(to[edge] as number, edge)
    }
  })
  const seen = new Map<number, number>()
  const path: number[] = []
  let v = rest.findIndex((count) => count > 0)
  while (!seen.has(v)) {
    seen.set(v, path.length)
    const edge = cameBy.get(v) as number
    path.push(edge)
    v = from[edge] as number
  }
  return path.slice(seen.get(v)).reverse()
}
