/** Whom capture leaves out, and how it spreads. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-opaque-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

test('an opaque process is absent; one that reads what a tracked one wrote is there', {
  skip,
}, async (t) => {
  const path = (name: string) => join(directory, name)
  const copy = join(buildPrograms(), 'copy')
  writeFileSync(path('in.txt'), 'text\n')
  const log = path('opaque.log')
  await using session = await startCapture({ mode: 'tracepoint' })
  const pids: number[] = []
  const run = async (from: string, to: string, prepare: (pid: number) => void) => {
    const child = await spawnStopped([copy, path(from), path(to)])
    pids.push(child.pid)
    prepare(child.pid)
    child.start()
    assert.equal(await child.exitCode, 0)
  }
  // A child of this process is opaque by birth: the one that nobody tracks must be made not to be.
  await recordWhile(session, new LogOutput({ path: log }), async () => {
    await run('in.txt', 'tracked.txt', (pid) => session.trackProcess(pid))
    await run('tracked.txt', 'hidden.txt', (pid) => session.makeOpaque(pid))
    await run('hidden.txt', 'after-hidden.txt', (pid) => session.trackProcess(pid))
  })
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  const opaque = graph.vertices('task', { 'cf:pid': String(pids[1]) })
  assert.deepEqual(opaque, [], 'no task')
  const toHidden = graph.files(path('hidden.txt'))
  assert.ok(toHidden.length > 0, 'the tracked reader of it is not opaque')
  assert.deepEqual(graph.relations('write', { to: toHidden }), [], 'nobody is seen to write it')
  assert.ok(graph.flows(graph.files(path('in.txt')), graph.files(path('tracked.txt'))))
  assert.ok(!graph.flows(graph.files(path('in.txt')), graph.files(path('after-hidden.txt'))))
  assert.ok(graph.flows(toHidden, graph.files(path('after-hidden.txt'))))
})
