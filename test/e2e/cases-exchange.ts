/** Ways for two processes to exchange information beside files, pipes and sockets. */
import assert from 'node:assert/strict'
import type { CaptureCase, CaseView } from './case.ts'

const TEXT = 'text of a message\n'
const hooked = ['lsm', 'fentry'] as const

/** Asserts that a file reaches another, and not without these relations. */
function assertFlowBy(log: CaseView, from: string, to: string, ...relations: string[]): void {
  log.assertFlow(from, to)
  for (const relation of relations) {
    log.assertNoFlow(from, to, { withoutRelations: [relation] })
  }
}

/** Cases about messages, shared memory and descriptors. */
export const exchangeCases: readonly CaptureCase[] = [
  {
    name: 'messages',
    about: 'System V and POSIX message queues carry information between two processes',
    files: { 'system-v.in': TEXT, 'posix.in': TEXT },
    command: '$P/messages',
    check(log, mode) {
      if (mode === 'tracepoint') {
        // Only the POSIX queue has a descriptor: the information goes through its inode.
        log.assertFlow('posix.in', 'posix.out')
        return
      }
      assertFlowBy(log, 'system-v.in', 'system-v.out', 'receive_msg_queue')
      assertFlowBy(log, 'posix.in', 'posix.out', 'msg_create', 'receive_msg_queue')
      const messages = log.graph.vertices('msg')
      assert.equal(new Set(messages.map(({ objectKey }) => objectKey)).size, 2)
      assert.equal(log.graph.relations('send_msg_queue', { to: messages }).length, 1)
      assert.equal(log.graph.relations('free', { from: messages }).length, 2)
    },
  },
  {
    name: 'segment',
    about: 'a System V shared memory segment carries information between two processes',
    modes: hooked,
    files: { 'in.txt': TEXT },
    command: '$P/segment',
    check(log) {
      assertFlowBy(log, 'in.txt', 'out.txt', 'sh_write', 'sh_read')
      const segments = log.graph.vertices('shm')
      assert.equal(new Set(segments.map(({ objectKey }) => objectKey)).size, 1)
      const made = log.graph.relations('sh_create', { to: segments })
      assert.equal(made.length, 1, 'one task makes it')
      assert.equal(log.graph.relations('sh_attach', { to: segments }).length, 2)
      assert.ok(log.graph.relations('sh_detach', { from: segments }).length >= 2)
      assert.equal(log.graph.relations('free', { from: segments }).length, 1)
    },
  },
  {
    name: 'memfd',
    about: 'a file without a name carries information between two processes',
    files: { 'in.txt': TEXT },
    command: '$P/memfd',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
    },
  },
  {
    name: 'descriptors',
    about: 'a descriptor that comes from another process is received before it is read',
    files: { 'rights.in': TEXT, 'getfd.in': TEXT },
    command: '$P/descriptors',
    check(log, mode) {
      for (const one of ['rights', 'getfd']) {
        log.assertFlow(`${one}.in`, `${one}.out`)
        // The number of the first is in user memory.
        if (mode === 'tracepoint' && one === 'rights') continue
        const received = log.graph.relations('file_rcv', { from: log.file(`${one}.in`) })
        assert.equal(received.length, 1, `${one}.in is received once`)
      }
    },
  },
]
