/** What a whole-system capture of test/workloads/whole.sh must hold. */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { textOf } from '../../src/graph/load.ts'
import type { FlowGraph } from './flow-graph.ts'

/** Programs that the script starts, one way or another. */
const PROGRAMS = [
  ...['dash', 'cat', 'x86_64-linux-gnu-gcc-12', 'cc1', 'x86_64-linux-gnu-as', 'collect2'],
  ...['x86_64-linux-gnu-ld.bfd', 'hello', 'tar', 'gzip', 'sort', 'uniq', 'wc', 'grep'],
]

/** Every program once, but gzip and tar twice. */
const PROCESSES = PROGRAMS.length + 2

/** The processes of the script. */
export interface Workload {
  readonly processes: number
  readonly programs: readonly string[]
}

/**
 * Asserts that the process of the script and all that it started have names, that all programs are
 * among them, and that what the compiler read reached the packed file.
 */
export function assertWorkload(graph: FlowGraph, pid: number): Workload {
  const names = new Map<string, Set<string>>()
  const pids = new Map<string, string>()
  for (const { objectKey, attributes } of graph.vertices('task')) {
    const known = names.get(objectKey) ?? new Set()
    if (attributes['cf:name'] !== undefined) known.add(basename(textOf(attributes['cf:name'])))
    names.set(objectKey, known)
    pids.set(objectKey, textOf(attributes['cf:pid']))
  }
  const tasks = descendants(
    graph,
    [...pids].filter(([, one]) => one === String(pid)).map(([key]) => key),
  )
  assert.equal(tasks.size, PROCESSES, `processes that come from ${pid}, itself included`)
  const nameless = [...tasks].filter((key) => names.get(key)?.size === 0)
  assert.deepEqual(
    nameless.map((key) => pids.get(key)),
    [],
    'processes without a name',
  )
  const programs = new Set([...tasks].flatMap((key) => [...(names.get(key) ?? [])]))
  assert.deepEqual(
    PROGRAMS.filter((name) => !programs.has(name)),
    [],
    [...programs].join(' '),
  )
  return { processes: tasks.size, programs: [...programs].sort() }
}

/** The objects of the tasks that were cloned from these, and they themselves. */
function descendants(graph: FlowGraph, from: readonly string[]): ReadonlySet<string> {
  const children = new Map<string, string[]>()
  for (const clone of graph.relations('clone')) {
    const parent = graph.graph.vertices.get(clone.from)?.objectKey ?? ''
    const child = graph.graph.vertices.get(clone.to)?.objectKey ?? ''
    children.set(parent, [...(children.get(parent) ?? []), child])
  }
  const found = new Set(from)
  for (const key of found) for (const child of children.get(key) ?? []) found.add(child)
  return found
}
