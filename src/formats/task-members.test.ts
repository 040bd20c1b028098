import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scope, startW3c } from './fixture.ts'
import type { W3cProfile } from './w3c-context.ts'

const head = { id: 1n, version: 2, taint: 0n, nameId: 0n, epoch: 1, jiffies: 5n, timeNs: 6n }
const numbers = { pid: 5, vpid: 5, secid: 0 }
const counters = { utime: 0n, stime: 0n, vm: 0n, rss: 0n, hwVm: 0n, hwRss: 0n }
const bytes = { rbytes: 0n, wbytes: 0n, cancelWbytes: 0n }
const spaces = { utsns: 1, ipcns: 2, mntns: 3, pidns: 4, netns: 5, cgroupns: 6 }

/** Members of a task that CamFlow's tasks do not have. */
function ownMembers(
  fields: { readonly exitStatus?: number; readonly cgroup?: number },
  options: { readonly profile: W3cProfile; containerOf?(cgroup: number): string | undefined },
): readonly string[] {
  const own = { exitStatus: 0, cgroup: 9, ...fields }
  const record = { kind: 'vertex', type: 'task', ...scope, ...head, ...numbers, ...own }
  const { send, text } = startW3c(options)
  send({ ...head, taskId: 1n }, { ...record, ...counters, ...bytes, ...spaces } as never)
  return [...text().matchAll(/"cf:((?:exit_\w+|cgroup|container_id)":[^,}]+)/g)].map(
    ([, found = '']) => found,
  )
}

const profile = 'standard'

test('a task that runs has no exit code', () => {
  assert.deepEqual(ownMembers({}, { profile }), ['cgroup":9'])
})

test('a task that ended by itself has its exit code', () => {
  const ended = ownMembers({ exitStatus: (42 << 8) + 1 }, { profile })
  assert.deepEqual(ended, ['cgroup":9', 'exit_code":42'])
  assert.deepEqual(ownMembers({ exitStatus: 1 }, { profile }), ['cgroup":9', 'exit_code":0'])
})

test('a task that a signal ended has the signal, whether or not it left a core', () => {
  const killed = ownMembers({ exitStatus: 15 + 1 }, { profile })
  assert.deepEqual(killed, ['cgroup":9', 'exit_signal":15'])
  const dumped = ownMembers({ exitStatus: (11 | 0x80) + 1 }, { profile })
  assert.deepEqual(dumped, ['cgroup":9', 'exit_signal":11'])
})

test('a task in the control group of a container has its id', () => {
  const containerOf = (cgroup: number) => (cgroup === 77 ? 'web' : undefined)
  const inside = ownMembers({ cgroup: 77 }, { profile, containerOf })
  assert.deepEqual(inside, ['cgroup":77', 'container_id":"web"'])
  assert.deepEqual(ownMembers({ cgroup: 78 }, { profile, containerOf }), ['cgroup":78'])
})

test('the profile compat tells none of it, as CamFlow 0.9', () => {
  const options = { profile: 'compat', containerOf: () => 'web' } as const
  assert.deepEqual(ownMembers({ exitStatus: (42 << 8) + 1, cgroup: 77 }, options), [])
})
