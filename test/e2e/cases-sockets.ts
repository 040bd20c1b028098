/** Sockets between two processes of this machine. */
import assert from 'node:assert/strict'
import type { CaptureCase, CaseView } from './case.ts'

const TEXT = 'text of a message\n'
const PORT = '47291'

/** The `addressed` relations of the vertices, at least one. */
function assertAddressed(log: CaseView, attributes: Readonly<Record<string, string>>): void {
  const addresses = log.graph.vertices('address', attributes)
  const seen = log.graph.vertices('address').map((one) => JSON.stringify(one.attributes))
  assert.ok(addresses.length > 0, `no such address, only:\n${seen.join('\n')}`)
  const sockets = log.graph.relations('addressed', { from: addresses })
  assert.ok(sockets.length >= 2, 'the address belongs to the socket of each process')
}

/** Cases about sockets. */
export const socketCases: readonly CaptureCase[] = [
  {
    name: 'unix-pair',
    about: 'an AF_UNIX pair carries information between two processes',
    files: { 'in.txt': TEXT },
    command: '$P/unix',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutVertices: ['socket'] })
    },
  },
  {
    name: 'unix-named',
    about: 'an AF_UNIX connection carries information; its address is a vertex with the path',
    files: { 'in.txt': TEXT },
    command: '$P/unix s.sock',
    check(log) {
      log.assertFlow('in.txt', 'out.txt')
      log.assertNoFlow('in.txt', 'out.txt', { withoutVertices: ['socket'] })
      assertAddressed(log, { 'cf:family': 'AF_UNIX', 'cf:path': 's.sock' })
    },
  },
  {
    name: 'tcp',
    about: 'a TCP connection on loopback, with the address as host and service',
    files: { 'in.txt': TEXT },
    command: `$P/tcp ${PORT}`,
    check(log) {
      assertAddressed(log, { 'cf:family': 'AF_INET', 'cf:host': '127.0.0.1', 'cf:service': PORT })
      const sockets = log.graph.vertices('socket')
      for (const type of ['socket_create', 'bind', 'listen', 'connect', 'send_msg']) {
        assert.ok(log.graph.relations(type, { to: sockets }).length > 0, type)
      }
      for (const type of ['accept', 'receive_msg']) {
        assert.ok(log.graph.relations(type, { from: sockets }).length > 0, type)
      }
      const accepted = log.graph.relations('accept_socket')
      assert.ok(accepted.length > 0, 'the accepted socket comes from the listening one')
      const own = log.graph.relations('receive_msg').map(({ from }) => from)
      const receivers = own.flatMap((key) => log.graph.graph.vertices.get(key) ?? [])
      assert.ok(log.graph.flows(receivers, log.file('out.txt')), 'from a socket to out.txt')
    },
  },
]
