/** What a process does to another one, to the attributes of files, and to the kernel. */
import assert from 'node:assert/strict'
import type { GraphVertex } from '../../src/graph/graph.ts'
import { textOf } from '../../src/graph/load.ts'
import type { CaptureCase, CaseView } from './case.ts'

const TEXT = 'text of a file\n'
const hooked = ['lsm', 'fentry'] as const

function vertexOf(log: CaseView, key: string | undefined): GraphVertex | undefined {
  return log.graph.graph.vertices.get(key ?? '')
}

/** Cases about control. */
export const controlCases: readonly CaptureCase[] = [
  {
    name: 'trace',
    about: 'what is read from, or written into, the memory of another process is a flow',
    modes: hooked,
    files: { 'vector.in': TEXT, 'file.in': TEXT, 'word.in': TEXT, 'into.in': TEXT },
    command: '$P/trace',
    check(log) {
      // A pipe says when the memory is ready: it is no way here.
      for (const one of ['vector', 'file', 'word', 'into']) {
        const [from, to] = [log.file(`${one}.in`), log.file(`${one}.out`)]
        const isThere = log.graph.flows(from, to, { withoutVertices: ['pipe'] })
        assert.ok(isThere, `no way from ${one}.in to ${one}.out`)
        const ways = one === 'into' ? ['ptrace_attach', 'ptrace_attach_task'] : ['ptrace_read']
        const options = { withoutVertices: ['pipe'], withoutRelations: ways }
        assert.ok(!log.graph.flows(from, to, options), `${one}: a way without ${ways}`)
      }
      const tasks = log.tasks('/trace')
      for (const type of ['ptrace_attach_task', 'ptrace_traceme']) {
        const found = log.graph.relations(type, { to: tasks })
        assert.ok(found.length > 0, `no ${type}`)
      }
    },
  },
  {
    name: 'signals',
    about: 'a signal goes from task to task, a change of group to the memory of the process',
    command: '$P/signals',
    check(log, mode) {
      const tasks = log.tasks('/signals')
      const sent = log.graph.relations('signal', { from: tasks })
      assert.equal(sent.length, 1, 'SIGUSR1 is told, neither signal 0 nor those of the kernel')
      if (mode === 'tracepoint') return
      assert.equal(log.graph.relations('setpgid', { from: tasks }).length, 1)
      assert.equal(log.graph.relations('getpgid', { to: tasks }).length, 1)
      const [told] = log.graph.relations('file_sigio', { to: tasks })
      assert.equal(vertexOf(log, told?.from)?.type, 'pipe')
    },
  },
  {
    name: 'attributes',
    about: 'each access to an extended attribute is a vertex with its name',
    files: { 'marked.txt': TEXT },
    command: '$P/attributes',
    check(log, mode) {
      const file = log.file('marked.txt')
      assert.ok(log.graph.relations('listxattr', { from: file }).length > 0, 'no listxattr')
      if (mode === 'tracepoint') return
      const [set] = log.to('setxattr_inode', 'marked.txt')
      const written = vertexOf(log, set?.from)
      assert.equal(textOf(written?.attributes['cf:name']), 'trusted.camflow')
      assert.equal(textOf(written?.attributes['cf:size']), '5')
      const [got] = log.graph.relations('getxattr_inode', { from: file })
      assert.equal(textOf(vertexOf(log, got?.to)?.attributes['cf:name']), 'trusted.camflow')
      assert.equal(log.to('removexattr_inode', 'marked.txt').length, 1)
      for (const type of ['setxattr', 'getxattr', 'removexattr']) {
        assert.ok(log.graph.relations(type).length > 0, `no ${type}`)
      }
    },
  },
  {
    name: 'load-module',
    about: 'what the kernel is asked to load goes from the file to the task and on to the machine',
    modes: hooked,
    files: { 'module.txt': TEXT },
    command: '$P/load-module',
    check(log) {
      const tasks = log.tasks('/load-module')
      assert.equal(log.graph.relations('load_file', { from: log.file('module.txt') }).length, 1)
      const loaded = log.graph.relations('load_module', { from: tasks })
      assert.equal(loaded.length, 2, 'from the file and from memory')
      const machines = log.graph.vertices('machine')
      assert.ok(log.graph.flows(log.file('module.txt'), machines), 'it reaches the machine')
    },
  },
]
