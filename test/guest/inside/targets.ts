/** What targets meet in a guest: a container by its control group, files, users, a security context, addresses. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readlinkSync, rmdirSync, writeFileSync } from 'node:fs'
import type { CaptureSession } from '../../../src/capture/session.ts'
import type { GraphVertex } from '../../../src/graph/graph.ts'
import { loadGraph, textOf } from '../../../src/graph/load.ts'
import type { CaptureMode } from '../../../src/kernel/object-file.ts'
import { cgroupId } from '../../../src/policy/cgroup.ts'
import type { Target } from '../../../src/policy/target.ts'
import { FlowGraph } from '../../e2e/flow-graph.ts'
import { loadProfile, looseProfile } from './apparmor.ts'

const CONTAINER_ID = 'c0ffee42'.repeat(8)
const BOX = `/sys/fs/cgroup/docker-${CONTAINER_ID}.scope`
const UID = 54_321
const PROFILE = 'camflow-test'
/** As `/proc/PID/attr/current` shows it. */
const CONTEXT = `${PROFILE} (unconfined)`
const PORT = 47_813
/** The shell enters the group, then becomes what makes the container. */
const CONTAINER = `echo $$ > ${BOX}/cgroup.procs; exec unshare -Urpmnf --mount-proc sh -c`

/** Reads and writes all the while, outside the group. */
const NEIGHBOUR = 'cp /bin/cat outside-cat; while :; do ./outside-cat in.txt > outside.txt; done'
/** What the container has of its own and a record tells. */
const SPACES = ['pid', 'mnt', 'net'] as const

/** Sets targets, and does what they meet, in a folder of its own. */
export async function meetTargets(session: CaptureSession): Promise<void> {
  const directory = `/tmp/targets-${session.mode}`
  mkdirSync(directory)
  chmodSync(directory, 0o777)
  for (const name of ['in.txt', 'known.txt', 'secret.txt']) {
    writeFileSync(`${directory}/${name}`, `${name}\n`)
  }
  const run = (line: string, uid = 0): void => {
    const { status } = spawnSync('sh', ['-c', line], { cwd: directory, uid, stdio: 'inherit' })
    assert.equal(status, 0, line)
  }
  mkdirSync(BOX)
  const neighbour = spawn('sh', ['-c', NEIGHBOUR], { cwd: directory, stdio: 'ignore' })
  during(session, { kind: 'cgroup', id: cgroupId(BOX), track: true }, () => {
    run('until [ -s outside.txt ]; do sleep 0.1; done; rm outside.txt')
    run(`${CONTAINER} 'cat in.txt > inside.txt; cat known.txt secret.txt > copies.txt'`)
    run('until [ -s outside.txt ]; do sleep 0.1; done')
  })
  neighbour.kill()
  await once(neighbour, 'close')
  rmdirSync(BOX)
  session.plane.changeFile(`${directory}/known.txt`, { track: true })
  run('cat known.txt > known-copy.txt')
  session.plane.changeFile(`${directory}/secret.txt`, { opaque: true })
  during(session, { kind: 'user', uid: UID, track: true }, () => {
    run('cat in.txt > user.txt', UID)
    run('cat secret.txt > user-secret.txt', UID)
    run('cat in.txt > other-user.txt', UID + 1)
  })
  loadProfile(looseProfile(PROFILE))
  during(session, { kind: 'secctx', context: CONTEXT, track: true }, () => {
    run(`echo 'exec ${PROFILE}' > /proc/self/attr/exec; exec cat in.txt > context.txt`)
    run(`echo 'changeprofile ${PROFILE}' > /proc/self/attr/current; echo > changed.txt`)
    run('cat in.txt > no-context.txt')
  })
  const range = { address: '127.0.0.1', prefix: 32, port: PORT }
  during(session, { kind: 'egress', ...range, track: true, record: true }, () => {
    run(`${process.cwd()}/build/workloads/tcp ${PORT}`)
  })
}

function during(session: CaptureSession, target: Target, work: () => void): void {
  session.plane.setTarget(target)
  work()
  assert.equal(session.plane.deleteTarget(target), true)
}

/** Looks into the log of what `meetTargets` did. */
export async function checkTargets(mode: CaptureMode, log: string): Promise<void> {
  const graph = new FlowGraph(await loadGraph(log))
  const files = (name: string) => graph.files(`/tmp/targets-${mode}/${name}`)
  const flows = (from: string, to: string) => graph.flows(files(from), files(to))
  assert.ok(flows('in.txt', 'inside.txt'), 'the container is recorded')
  const writers = graph.relations('write', { to: files('inside.txt') })
  const [writer] = writers.map(({ from }) => graph.graph.vertices.get(from))
  assert.equal(textOf(writer?.attributes['cf:container_id']), CONTAINER_ID)
  for (const kind of SPACES) {
    const own = textOf(writer?.attributes[`cf:${kind}ns`])
    assert.match(own, /^[1-9][0-9]+$/)
    assert.notEqual(`${kind}:[${own}]`, readlinkSync(`/proc/self/ns/${kind}`), 'a space of its own')
  }
  assert.deepEqual(
    graph.fileNames().filter((name) => name.includes('outside')),
    [],
    'nothing outside is',
  )
  assert.ok(
    graph.relations('read', { from: files('known.txt') }).length > 1,
    'tracked while in use',
  )
  assert.ok(flows('in.txt', 'user.txt'), 'the user is recorded')
  assert.deepEqual(files('other-user.txt'), [], 'no other user is')
  assert.ok(files('user-secret.txt').length > 0, 'the user wrote it')
  assert.ok(!flows('secret.txt', 'user-secret.txt'), 'made opaque while in use')
  assert.ok(flows('secret.txt', 'copies.txt'), 'and not before')
  assert.ok(flows('in.txt', 'context.txt'), 'who runs in the context is recorded from the start')
  assert.ok(files('changed.txt').length > 0, 'and who goes into it')
  assert.deepEqual(files('no-context.txt'), [], 'nobody else is')
  for (const name of ['context.txt', 'changed.txt']) {
    assert.ok(contextsOf(graph, files(name)).includes(CONTEXT), `${name} tells the context`)
  }
  const connects = graph.relations('connect')
  assert.equal(connects.length, 1, 'one process connects to the address')
  assert.equal(graph.relations('bind').length, 0, 'who listens there is no target')
  const carried = graph
    .vertices('packet_content')
    .map(({ attributes }) => Buffer.from(textOf(attributes['cf:content']), 'base64'))
  assert.ok(
    carried.some((bytes) => bytes.toString('latin1').endsWith('in.txt\n')),
    'what was sent there is kept',
  )
}

/** Security contexts of what flowed into the tasks that wrote files. */
function contextsOf(graph: FlowGraph, files: readonly GraphVertex[]): readonly string[] {
  const ends = graph.relations('write', { to: files }).map(({ from }) => from)
  const writers = [...new Set(ends)].flatMap((key) => graph.graph.vertices.get(key) ?? [])
  return graph
    .relations('memory_read', { to: writers })
    .map(({ from }) => textOf(graph.graph.vertices.get(from)?.attributes['cf:secctx']))
}
