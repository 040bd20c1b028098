/** Targets and flags on what exists already: who is captured because of them, and who is not. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import type { Target } from '../../src/policy/target.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad
/** Nobody on this machine has them. */
const [UID, GID] = [54_321, 54_322]
/** First of the ports of test/workloads/packets.c in its own network namespaces; UDP over IPv4 has the third. */
const PORT = 47_310
const UDP_PORT = PORT + 2
/** So many that some credentials get the address of others that are gone. */
const ROUNDS = 250
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-targets-'))
  chmodSync(directory, 0o777)
})
after(() => rmSync(directory, { recursive: true, force: true }))

const path = (name: string) => join(directory, name)

/** Runs a program to its end; `begun` comes when it waits for a line to begin its work. */
async function run(
  command: string,
  options: {
    readonly uid?: number
    readonly gid?: number
    readonly begun?: (pid: number) => void
  } = {},
): Promise<void> {
  const { begun, ...ids } = options
  const stdio = ['pipe', 'pipe', 'inherit'] as const
  const child = spawn('/bin/sh', ['-c', `echo ready; read line; ${command}`], {
    ...ids,
    stdio: [...stdio],
    cwd: directory,
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  // Only then has it left the program that it was started from behind.
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  begun?.(child.pid as number)
  child.stdin?.end('\n')
  assert.equal(await ended, 0)
}

/** Sets a target for as long as the work takes. */
async function during(session: CaptureSession, target: Target, work: () => Promise<void>) {
  session.plane.setTarget(target)
  try {
    await work()
  } finally {
    assert.equal(session.plane.deleteTarget(target), true)
  }
}

async function whatTargetsMeet(session: CaptureSession, copy: string): Promise<void> {
  const { plane } = session
  await run(`${copy} in.txt nobody.txt`)
  await during(session, { kind: 'user', uid: UID, track: true }, async () => {
    await run(`${copy} in.txt user.txt`, { uid: UID })
    await run(`${copy} in.txt other-user.txt`, { uid: UID + 1 })
  })
  const group: Target = { kind: 'group', gid: GID, track: true }
  await run(`${copy} in.txt group-existing.txt`, { gid: GID, begun: () => plane.setTarget(group) })
  assert.equal(plane.deleteTarget(group), true)
  await run(`${copy} in.txt process.txt`, {
    begun: (pid) => void plane.changeProcess(pid, { track: true, taint: 4n }),
  })
}

test('targets meet processes that begin and that exist, and nobody else', { skip }, async (t) => {
  const copy = join(buildPrograms(), 'copy')
  writeFileSync(path('in.txt'), 'text\n')
  const log = path('targets.log')
  await using session = await startCapture({ mode: 'tracepoint' })
  await recordWhile(session, new LogOutput({ path: log }), () => whatTargetsMeet(session, copy))
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  for (const name of ['user.txt', 'group-existing.txt', 'process.txt']) {
    assert.ok(graph.flows(graph.files(path('in.txt')), graph.files(path(name))), name)
  }
  for (const name of ['nobody.txt', 'other-user.txt']) {
    assert.deepEqual(graph.files(path(name)), [], name)
  }
  const labelled = graph.vertices('process_memory', { 'cf:taint': '4' })
  assert.ok(labelled.length > 0, 'the label is on the memory')
})

test("who takes the place of a target's process is nobody", { skip }, async (t) => {
  const users = join(buildPrograms(), 'users')
  const log = path('users.log')
  await using session = await startCapture({ mode: 'tracepoint' })
  const target: Target = { kind: 'user', uid: UID, track: true }
  await recordWhile(session, new LogOutput({ path: log }), () =>
    during(session, target, () => run(`${users} ${UID} ${UID + 1} ${ROUNDS}`)),
  )
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  const numbers = Array.from({ length: ROUNDS }, (_, i) => i)
  const recorded = (kind: string) =>
    numbers.filter((i) => graph.files(path(`${kind}-${i}.txt`)).length > 0)
  assert.deepEqual(recorded('target'), numbers)
  assert.deepEqual(recorded('nobody'), [])
})

test('a target that records keeps what datagrams to it carried', { skip }, async (t) => {
  const packets = join(buildPrograms(), 'packets')
  const text = 'carried by a packet\n'
  writeFileSync(path('in.txt'), text)
  const log = path('content.log')
  await using session = await startCapture({ mode: 'tracepoint', policy: { derivedFilter: 0n } })
  const target: Target = {
    ...{ kind: 'egress', address: '10.47.0.1', prefix: 32, port: UDP_PORT },
    ...{ track: true, record: true },
  }
  await recordWhile(session, new LogOutput({ path: log }), () =>
    during(session, target, () => run(`${packets} ${PORT}`)),
  )
  t.diagnostic(verdictText(await judgeLog(log)))
  const graph = new FlowGraph(await loadGraph(log))
  const kept = graph.vertices('packet_content')
  const contents = kept.map(({ attributes }) =>
    Buffer.from(String(attributes['cf:content']), 'base64').toString('latin1'),
  )
  assert.ok(
    contents.some((one) => one.endsWith(text)),
    `${contents.length} contents: ${contents.join()}`,
  )
  assert.ok(graph.relations('packet_content', { from: kept }).length > 0)
})
