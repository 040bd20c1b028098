/** Pipelines, scripts, threads, vfork, credentials. */
import assert from 'node:assert/strict'
import { textOf } from '../../src/graph/load.ts'
import type { CaptureCase } from './case.ts'

const TEXT = 'b\na\n'

/** Cases about processes. */
export const processCases: readonly CaptureCase[] = [
  {
    name: 'pipeline',
    about: 'a.txt reaches b.txt and c.txt through pipes and processes',
    files: { 'a.txt': TEXT, 'untouched.txt': TEXT },
    command: "sh -c 'cat a.txt | sort | tee b.txt > c.txt'",
    check(log) {
      for (const end of ['b.txt', 'c.txt']) {
        log.assertFlow('a.txt', end)
        log.assertNoFlow('a.txt', end, { withoutVertices: ['pipe'] })
        log.assertNoFlow('a.txt', end, { withoutVertices: ['task'] })
        log.assertNoFlow(end, 'a.txt')
      }
      assert.deepEqual(log.graph.files(log.path('untouched.txt')), [])
      for (const program of ['/cat', '/sort', '/tee']) log.tasks(program)
    },
  },
  {
    name: 'script',
    about: 'a script and its interpreter both become the memory of the process',
    files: { 'run.sh': '#!/bin/dash\necho done > out.txt\n' },
    command: './run.sh',
    check(log, mode) {
      log.assertFlow('run.sh', 'out.txt')
      // Its only tracepoint comes when the kernel has let go of the script's file.
      if (mode === 'tracepoint') return
      const scripts = log.graph.relations('exec', { from: log.file('run.sh') })
      assert.equal(scripts.length, 1, 'the script is executed once')
      const memory = log.graph.graph.vertices.get(scripts[0]?.to ?? '')
      assert.equal(memory?.type, 'process_memory')
      const dash = log.graph.files('/usr/bin/dash')
      const interpreters = log.graph.relations('exec', { from: dash })
      const objects = interpreters.map(({ to }) => log.graph.graph.vertices.get(to)?.objectKey)
      assert.ok(objects.includes(memory?.objectKey), 'the interpreter goes into the same memory')
    },
  },
  {
    name: 'ends',
    about: 'the last version of a task tells its exit code, or the signal that ended it',
    command: "(exec sh -c 'exit 42'); (exec sh -c 'kill -TERM $$'); true",
    check(log) {
      const ends = log
        .tasks('/dash')
        .map(({ attributes }) => [
          textOf(attributes['cf:exit_code'] ?? ''),
          textOf(attributes['cf:exit_signal'] ?? ''),
        ])
      assert.equal(ends.filter(([code]) => code === '42').length, 1, 'one ends with 42')
      assert.equal(ends.filter(([, signal]) => signal === '15').length, 1, 'one by SIGTERM')
    },
  },
  {
    name: 'threads',
    about: 'what one thread reads another may write; each thread is a task',
    files: { 'in.txt': TEXT },
    command: '$P/threads',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutVertices: ['process_memory'] })
      const tasks = new Set(log.tasks('/threads').map(({ objectKey }) => objectKey))
      assert.equal(tasks.size, 3)
    },
  },
  {
    name: 'vfork',
    about: 'a child made by vfork is a task of its own with the name of its program',
    files: { 'in.txt': TEXT },
    command: '$P/vfork $P/copy in.txt out.txt',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      const copies = log.tasks('/copy').map(({ objectKey }) => objectKey)
      const children = log.graph
        .relations('clone', { from: log.tasks('/vfork') })
        .map(({ to }) => log.graph.graph.vertices.get(to)?.objectKey)
      assert.ok(
        children.some((child) => copies.includes(child as string)),
        'no clone leads from vfork to copy',
      )
    },
  },
  {
    name: 'fork',
    about: 'the memory of a child that stays in its program belongs to the child',
    files: { 'in.txt': TEXT },
    command: "sh -c '(read line; echo $line) < in.txt > out.txt; true'",
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      const { graph } = log.graph
      const writers = log.graph
        .relations('write', { to: log.file('out.txt') })
        .map(({ from }) => graph.vertices.get(from)?.attributes ?? {})
      const pids = new Set(writers.map((task) => textOf(task['cf:pid'])))
      const owners = log.graph.vertices('process_memory').map((memory) => memory.attributes)
      assert.equal(pids.size, 1)
      const [pid] = pids
      assert.ok(owners.some((memory) => textOf(memory['cf:tgid']) === pid))
    },
  },
  {
    name: 'set-id',
    about: 'setgid and setuid make a new memory with the new ids',
    files: { 'out.txt': '' },
    command: '$P/set-id',
    check(log) {
      const ids = log.graph
        .relations('setuid')
        .map(({ to }) => log.graph.graph.vertices.get(to)?.attributes ?? {})
        .map((each) => `${textOf(each['cf:uid'])}:${textOf(each['cf:gid'])}`)
      assert.deepEqual(ids, ['0:65533', '65534:65533'])
      const writers = log.graph.vertices('process_memory', { 'cf:uid': '65534' })
      assert.ok(log.graph.flows(writers, log.file('out.txt')))
    },
  },
]
