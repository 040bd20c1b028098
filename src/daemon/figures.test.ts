import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type DaemonFigures, figuresSocket, readFigures } from '../capture/daemon-figures.ts'
import { figuresText } from '../cli/commands/stats.ts'
import { serveFigures } from './figures-server.ts'
import { prometheusText } from './prometheus.ts'

const figures: DaemonFigures = {
  ...{ pid: 7, uptimeSeconds: 60, mode: 'lsm', bootId: 1, machineId: 2, repeated: 0, problems: 0 },
  vertices: { file: 3 },
  relations: { read: 1200, write: 34 },
  lost: { ring_full: 5 },
  kernel: { relationIds: 1239, lostRelations: 5, lostVertices: 0, missedRuns: 0 },
  ring: { sizeBytes: 64_000_000, fillBytes: 2_000_000 },
  outputs: [
    {
      name: 'fifo "/p"',
      ...{ vertices: 3, relations: 1234, hidden: 0, documents: 9, textBytes: 500_000 },
      ...{ vertexTypes: { file: 3 }, relationTypes: { read: 1200, write: 34 } },
      ...{ droppedDocuments: 1, droppedRelations: 40, droppedVertices: 2 },
      droppedByCause: { reader_slow: 40 },
      ...{ waitingDocuments: 2, waitingBytes: 20_000, lagMs: 1500 },
      spool: { messages: 2, bytes: 1000, limitBytes: 2000 },
    },
  ],
  memory: { residentBytes: 80_000_000, heapBytes: 20_000_000, externalBytes: 1_000_000 },
}

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-figures-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('a daemon answers on a socket of root; one that was killed is passed over', async (t) => {
  const folder = aFolder(t)
  const socket = figuresSocket(7, folder)
  const served = await serveFigures({
    figures: () => figures,
    metrics: { prometheusFile: join(folder, 'camflow.prom') },
    tell: assert.fail,
    socket,
  })
  assert.equal(statSync(socket).mode & 0o777, 0o600)
  // A socket without a listener: as a killed daemon leaves it.
  const gone = createServer().listen(figuresSocket(8, folder))
  await new Promise((resolve) => gone.close(resolve))
  assert.deepEqual(await readFigures(folder), [figures])
  assert.match(
    readFileSync(join(folder, 'camflow.prom'), 'utf8'),
    /camflow_ring_fill_bytes 2000000/,
  )
  await served.close()
  assert.equal(existsSync(socket), false)
  assert.deepEqual(await readFigures(folder), [])
})

test('Prometheus gets the figures over loopback', async (t) => {
  const socket = figuresSocket(7, aFolder(t))
  const free = createServer().listen(0, '127.0.0.1')
  const { port } = await new Promise<{ port: number }>((resolve) =>
    free.once('listening', () => resolve(free.address() as { port: number })),
  )
  await new Promise((resolve) => free.close(resolve))
  const served = await serveFigures({
    figures: () => figures,
    metrics: { prometheusPort: port },
    tell: assert.fail,
    socket,
  })
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  assert.equal(await answer.text(), prometheusText(figures))
  assert.equal((await fetch(`http://127.0.0.1:${port}/other`)).status, 404)
  await served.close()
})

test('metrics have types, labels that are escaped, and units in their names', () => {
  const text = prometheusText(figures)
  assert.match(
    text,
    /^# TYPE camflow_relations_total counter\ncamflow_relations_total\{type="read"\} 1200$/m,
  )
  assert.match(text, /^camflow_lost_relations_total\{cause="ring_full"\} 5$/m)
  assert.match(text, /^camflow_output_relations_total\{output="fifo \\"\/p\\"",type="write"\} 34$/m)
  assert.match(
    text,
    /^camflow_output_dropped_relations_total\{output="fifo \\"\/p\\"",cause="reader_slow"\} 40$/m,
  )
  assert.match(text, /^camflow_output_dropped_vertices_total\{output="fifo \\"\/p\\""\} 2$/m)
  assert.match(text, /^camflow_output_lag_seconds\{.*\} 1.5$/m)
})

test('camflow stats says it in words', () => {
  assert.equal(
    figuresText(figures),
    [
      '  camflowd   7, lsm mode, for 60 s',
      '  relations  1,234: read 1,200, write 34',
      '  vertices   3: file 3',
      '  lost       5: ring_full 5',
      '  kernel     5 relations and 0 vertices without room, 0 runs left out',
      '  ring       2.0 MB of 64.0 MB',
      '  memory     80.0 MB',
      '  output     fifo "/p": 9 documents, 500.0 kB; 40 relations dropped (reader_slow); 20.0 kB waiting, 1.5 s behind; spool 1.0 kB of 2.0 kB',
      '',
    ].join('\n'),
  )
})
