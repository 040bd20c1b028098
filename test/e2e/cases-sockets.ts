/** Sockets between two processes of this machine. */
import assert from 'node:assert/strict'
import type { CaptureMode } from '../../src/kernel/object-file.ts'
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

const PACKETS_PORT = 47300

/** Where each way of test/workloads/packets.c leads, and the file that it makes. */
const PACKET_WAYS = [
  { to: `10.47.0.1:${PACKETS_PORT}`, file: 'out-tcp4.txt' },
  { to: `[fd47::1]:${PACKETS_PORT + 1}`, file: 'out-tcp6.txt' },
  { to: `10.47.0.1:${PACKETS_PORT + 2}`, file: 'out-udp4.txt' },
  { to: `[fd47::1]:${PACKETS_PORT + 3}`, file: 'out-udp6.txt' },
]

/** Asserts that every way has packets that were sent and, where that can be seen, received as the same vertex. */
function assertPackets(log: CaseView, mode: CaptureMode): void {
  for (const { to, file } of PACKET_WAYS) {
    const packets = log.graph.vertices('packet', { 'cf:receiver': to })
    const sent = packets.filter((one) => log.graph.relations('send_packet', { to: [one] }).length)
    assert.ok(sent.length > 0, `a packet to ${to} is sent by a socket`)
    // No tracepoint tells which socket a datagram reaches, nor of data that comes before accept.
    if (mode === 'tracepoint') continue
    const joined = sent.filter(
      (one) => log.graph.relations('receive_packet', { from: [one] }).length,
    )
    assert.ok(joined.length > 0, `a packet to ${to} that was sent is received`)
    log.assertFlow('in.txt', file)
    log.assertNoFlow('in.txt', file, { withoutVertices: ['packet'] })
  }
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
  {
    name: 'packets',
    about: 'packets join two network namespaces, the same vertex for sender and receiver',
    files: { 'in.txt': TEXT },
    command: `$P/packets ${PACKETS_PORT}`,
    check: assertPackets,
  },
]
