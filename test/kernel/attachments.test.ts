/** What is attached follows the policy, with the real capture programs on this kernel. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { type CaptureSession, loadPinned, startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { unpin } from '../../src/kernel/pins.ts'
import { defaultPolicy, withoutDetails } from '../../src/kernel/policy.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const ALL = (1n << 64n) - 1n
const filtered = {
  usedFilter: ALL,
  generatedFilter: ALL,
  derivedFilter: ALL,
  informedFilter: ALL,
}
const TASKS = [
  'cgroup_attach_task',
  'sched_process_exec',
  'sched_process_exit',
  'sched_process_fork',
]
const EVERYTHING = [...TASKS, 'signal_generate', 'sys_exit']

/** Relations that a tracked `cat` makes. */
async function relationsOfCat(session: CaptureSession): Promise<number> {
  const before = session.counters.relationIds
  const child = await spawnStopped(['cat', '/etc/hostname'])
  session.trackProcess(child.pid)
  child.start()
  await child.exitCode
  return session.counters.relationIds - before
}

test('attaches only hooks that the policy has a use for', { skip }, async () => {
  await using session = await startCapture({ mode: 'tracepoint', policy: filtered })
  assert.deepEqual([...session.attached].sort(), TASKS)
  session.control.policy = { ...defaultPolicy, ...withoutDetails() }
  assert.deepEqual([...session.attached].sort(), EVERYTHING)
  assert.ok((await relationsOfCat(session)) > 0)
})

test('with capture disabled nothing is attached; enabled again it goes on', { skip }, async (t) => {
  await using session = await startCapture({ mode: 'tracepoint' })
  assert.ok((await relationsOfCat(session)) > 0)
  const startedAt = performance.now()
  session.control.change({ isEnabled: false })
  t.diagnostic(`detached in ${(performance.now() - startedAt).toFixed(1)} ms`)
  assert.equal(session.attached.size, 0)
  assert.equal(await relationsOfCat(session), 0)
  session.control.change({ isEnabled: true })
  assert.equal(session.attached.size, EVERYTHING.length)
  assert.ok((await relationsOfCat(session)) > 0)
})

test('any session changes what is attached of a pinned capture', { skip }, async () => {
  const pinDirectory = `/sys/fs/bpf/camflow-attach-${process.pid}`
  const first = await startCapture({ mode: 'tracepoint', pinDirectory })
  try {
    const second = await loadPinned(pinDirectory)
    second.control.change({ isEnabled: false })
    assert.deepEqual(readdirSync(`${pinDirectory}/links_tracepoint`), [])
    assert.equal(first.attached.size, 0)
    assert.equal(await relationsOfCat(first), 0, 'no process holds a link open')
    await second.close()
    await first.close()
    const third = await loadPinned(pinDirectory)
    third.control.change({ isEnabled: true })
    assert.equal(third.attached.size, EVERYTHING.length)
    assert.ok((await relationsOfCat(third)) > 0)
    await third.close()
  } finally {
    await first.close()
    unpin(pinDirectory)
  }
})
