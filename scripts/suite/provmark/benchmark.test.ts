import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmarkGraph, generalise } from './benchmark.ts'
import { edgeKey, type PropertyGraph } from './property-graph.ts'

type Edge = readonly [from: string, label: string, to: string]

/** A graph of nodes `LABEL NUMBER`; `run` makes ids and one property differ. */
function aRun(run: number, edges: readonly Edge[]): PropertyGraph {
  const names = new Set(edges.flatMap(([from, , to]) => [from, to]))
  const idOf = (name: string) => `${run}:${name}`
  const nodes = [...names].map((name) => {
    const properties = new Map([
      ['pid', String(run)],
      ['name', name],
    ])
    return [idOf(name), { label: name.replace(/\d/, ''), properties }] as const
  })
  const counts = new Map<string, number>()
  for (const [from, label, to] of edges) {
    const key = edgeKey(idOf(from), idOf(to), label)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return { nodes: new Map(nodes), edges: counts }
}

const background: readonly Edge[] = [
  ['file1', 'read', 'task1'],
  ['file2', 'read', 'task1'],
  ['task1', 'write', 'memory1'],
]
const foreground: readonly Edge[] = [
  ...background,
  ['task1', 'version', 'task1'],
  ['task1', 'write', 'file3'],
]

test('what only the runs with the call have is the call’s', () => {
  const found = benchmarkGraph(
    [aRun(1, foreground), aRun(2, foreground)],
    [aRun(3, background), aRun(4, background)],
  )
  assert.deepEqual(found, [
    { from: 'task', to: 'task', label: 'version', count: 1 },
    { from: 'task', to: 'file', label: 'write', count: 1 },
  ])
})

test('two runs of one shape give a graph without the properties that differ', () => {
  const found = generalise([aRun(1, background), aRun(2, background)])
  const [node] = found?.nodes.values() ?? []
  assert.deepEqual([...(node?.properties.keys() ?? [])], ['name'])
})

test('a run that no other resembles is thrown away', () => {
  const found = benchmarkGraph(
    [
      aRun(1, foreground),
      aRun(2, [...foreground, ['file1', 'read', 'task1']]),
      aRun(5, foreground),
    ],
    [aRun(3, background), aRun(4, background)],
  )
  assert.equal(found?.length, 2)
  assert.equal(generalise([aRun(1, foreground), aRun(2, background)]), undefined)
})

test('tells nodes of one label apart by what they are tied to', () => {
  const extra: readonly Edge[] = [...background, ['file2', 'read', 'task1']]
  const found = benchmarkGraph(
    [aRun(1, extra), aRun(2, extra)],
    [aRun(3, background), aRun(4, background)],
  )
  assert.deepEqual(found, [{ from: 'file', to: 'task', label: 'read', count: 1 }])
})
