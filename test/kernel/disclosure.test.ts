/** The examples for programs that tell and control, run beside a service. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Camflow } from '../../src/capture/camflow.ts'
import { startCapture } from '../../src/capture/session.ts'
import { loadGraph, textOf } from '../../src/graph/load.ts'
import { disclosureFileOf } from '../../src/kernel/disclosure-file.ts'
import { unpin } from '../../src/kernel/pins.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const PINS = `/sys/fs/bpf/camflow-disclosure-${process.pid}`
const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const ANSWER_BYTES = 32
/** `DISCLOSED_WRONG` of bpf/control.h. */
const WRONG = 9
const unprivileged = fileURLToPath(new URL('unprivileged.ts', import.meta.url))
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-disclosure-'))
})
after(() => {
  unpin(PINS)
  rmSync(directory, { recursive: true, force: true })
})

async function runScript(...command: readonly string[]): Promise<string> {
  const all = ['--import', 'tsx', ...command]
  return (await promisify(execFile)(process.execPath, all)).stdout.trim()
}

test('what a program discloses stands in the graph, tied to its task and its file', {
  skip,
}, async (t) => {
  const log = join(directory, 'disclosed.log')
  let report = ''
  await using session = await startCapture({ mode: 'tracepoint', pinDirectory: PINS })
  await recordWhile(session, new LogOutput({ path: log }), async () => {
    report = await runScript(join(examples, 'disclose.ts'), disclosureFileOf(PINS))
  })
  rmSync(report)
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  const labelled = (type: string, label: string) => {
    const found = graph.vertices(type, { 'prov:label': label })
    assert.ok(found.length > 0, `${type} ${label}`)
    return found
  }
  const table = labelled('disc_entity', 'table of orders')
  assert.equal(textOf(table[0]?.attributes['shop:rows']), '1200')
  labelled('disc_activity', 'summing up')
  assert.equal(graph.relations('used_disc', { from: table }).length, 1)
  assert.ok(graph.flows(table, graph.files(report)), 'the table went into the report')
  const told = graph.relations('informed_disc').map(({ from }) => from)
  const task = graph.vertices('task').filter(({ key }) => told.includes(key))
  assert.equal(task.length, 1)
  // What it says stands with its first version; this is a later one.
  assert.ok(graph.flows(task, graph.vertices('disc_activity')))
  const lines = graph.vertices('string', { 'cf:log': 'report begins' })
  assert.equal(graph.relations('log', { from: lines }).length, 1)
  assert.ok(graph.relations('write', { to: graph.files(report) }).length > 0, 'tracked by log')
  assert.deepEqual(
    graph.files(disclosureFileOf(PINS)),
    [],
    'how it is said is nothing that is done',
  )
})

test('says what is wrong with a disclosure, and records nothing of it', { skip }, async () => {
  unpin(PINS)
  await using session = await startCapture({ mode: 'tracepoint', pinDirectory: PINS })
  using camflow = Camflow.open(PINS)
  // This process reads the records of the session: it is opaque.
  assert.equal(camflow.self.state.isOpaque, true)
  assert.throws(() => camflow.disclosure.entity({ a: 1 }), { code: 'CF_DISCLOSURE_OPAQUE' })
  assert.equal(camflow.self.change({ opaque: false }).isOpaque, false)
  const entity = camflow.disclosure.entity({ 'prov:label': 'x' })
  assert.throws(() => camflow.disclosure.entity({ text: 'x'.repeat(4096) }), TypeError)
  assert.throws(() => camflow.disclosure.log(''), TypeError)
  const other = Camflow.open(PINS)
  const activity = other.disclosure.activity({})
  assert.throws(() => camflow.disclosure.uses(entity, activity), TypeError)
  other.close()
  session.control.nextEpoch()
  camflow.disclosure.derives(entity, camflow.disclosure.entity({}))
  const [agent, act] = [camflow.disclosure.agent({}), camflow.disclosure.activity({})]
  camflow.disclosure.influences(act, agent)
  camflow.disclosure.associates(agent, act)
  assert.throws(() => camflow.disclosure.influences(act, agent), { code: 'CF_DISCLOSURE_CIRCLE' })
  assert.equal(session.counters.read().lostVertices, 0)
  session.control.change({ isEnabled: false })
  assert.throws(() => camflow.disclosure.log('x'), { code: 'CF_DISCLOSURE_DISABLED' })
})

test('a program without any privilege discloses, and only what is its own to say', {
  skip,
}, async (t) => {
  const log = join(directory, 'unprivileged.log')
  unpin(PINS)
  await using session = await startCapture({ mode: 'tracepoint', pinDirectory: PINS })
  using camflow = Camflow.open(PINS)
  camflow.self.change({ opaque: false })
  const { id } = camflow.disclosure.entity({ 'prov:label': "root's" })
  let said = ''
  await recordWhile(session, new LogOutput({ path: log }), async () => {
    said = await runScript(unprivileged, disclosureFileOf(PINS), String(id))
  })
  assert.deepEqual(JSON.parse(said), {
    before: [false, false, '0'],
    marked: [true, true, String(1n << 40n), true],
    hidden: 'done',
    still: true,
    opening: 'CF_NOT_PERMITTED',
    another: 'unknown',
    guessed: 'unknown',
    turned: 'wrong',
    invented: 'wrong',
    meaningless: 'wrong',
    closed: 'unknown',
    long: [ANSWER_BYTES, WRONG],
    longest: [ANSWER_BYTES, WRONG],
    nothing: [0, 0],
  })
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  const found = graph.vertices('disc_entity', { 'prov:label': 'of nobody' })
  assert.equal(found.length, 1)
  const readers = graph.relations('used_disc', { from: found }).map(({ to }) => to)
  const task = graph.vertices('task').filter(({ key }) => readers.includes(key))
  assert.equal(task.length, 1)
})

test('the example of targets shows the policy and leaves no target behind', { skip }, async () => {
  unpin(PINS)
  await using session = await startCapture({ mode: 'tracepoint', pinDirectory: PINS })
  const [policy, target, self] = (await runScript(join(examples, 'targets.ts'), '/', PINS)).split(
    '\n',
  )
  assert.match(policy ?? '', /^policy [0-9A-F]{32,64}$/)
  assert.equal(target, 'target: cgroup')
  assert.match(self ?? '', /^this process is cf:[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual(session.plane.targets(), [])
})
