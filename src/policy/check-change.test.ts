import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Policy, vertexMask } from '../kernel/policy.ts'
import type { VertexTypeName } from '../record/registry.ts'
import type { ObjectChange } from './control-plane.ts'
import { MemoryPlane } from './memory-plane.ts'
import type { Target, TargetKey } from './target.ts'

const wrongPolicies: readonly [object, RegExp][] = [
  [{ nonsense: true }, /^TypeError: a policy has no nonsense$/],
  [{ toString: true }, /^TypeError: a policy has no toString$/],
  [{ isEnabled: 1 }, /^TypeError: isEnabled is a boolean, not number$/],
  [{ isEnabled: undefined }, /^TypeError: isEnabled is a boolean, not undefined$/],
  [{ nodeFilter: 5 }, /^TypeError: nodeFilter is a bigint, not number$/],
  [{ nodeFilter: -5n }, /^RangeError: nodeFilter is 64 bits, not -5$/],
  [{ usedFilter: 1n << 64n }, /^RangeError: usedFilter is 64 bits, not 18446744073709551616$/],
]

test('a policy that cannot be is refused whole', () => {
  for (const [parts, message] of wrongPolicies) {
    const plane = new MemoryPlane()
    const before = plane.policy
    assert.throws(() => plane.changePolicy({ capturesAll: true, ...parts } as Policy), message)
    assert.deepEqual(plane.policy, before)
  }
})

const wrongChanges: readonly [object, RegExp][] = [
  [{ taint: -1n }, /^RangeError: taint is 64 bits, not -1$/],
  [{ taint: 1n << 64n }, /^RangeError: taint is 64 bits, not 18446744073709551616$/],
  [{ taint: 1 }, /^TypeError: taint is a bigint, not number$/],
  [{ tracked: true }, /^TypeError: a change has no tracked$/],
  [{ opaque: 'false' }, /^TypeError: opaque is a boolean, not string$/],
]

test('a change that cannot be leaves file and process as they are', () => {
  for (const [change, message] of wrongChanges) {
    const plane = new MemoryPlane()
    const both = { track: true, ...change } as ObjectChange
    assert.throws(() => plane.changeFile('/a', both), message)
    assert.throws(() => plane.changeProcess(1, both), message)
    assert.deepEqual(plane.flaggedFiles(), [])
    assert.equal(plane.process(1).isTracked, false)
  }
  const most = (1n << 64n) - 1n
  assert.equal(new MemoryPlane().changeFile('/a', { taint: most })?.taint, most)
})

test('a process is named by an integer, a file by a path', () => {
  const plane = new MemoryPlane()
  const wrong: readonly [unknown, RegExp][] = [
    [1.5, /^TypeError: a process id is an integer, not 1.5$/],
    ['abc', /^TypeError: a process id is an integer, not abc$/],
    [0, /^RangeError: a process id is 1 to 2147483647, not 0$/],
    [2 ** 31, /^RangeError: a process id is 1 to 2147483647, not 2147483648$/],
  ]
  for (const [pid, message] of wrong) {
    assert.throws(() => plane.process(pid as number), message)
    assert.throws(() => plane.changeProcess(pid as number, { track: true }), message)
  }
  for (const path of ['', 'a\0b', 7]) {
    assert.throws(() => plane.file(path as string), TypeError)
    assert.throws(() => plane.changeFile(path as string, { track: true }), TypeError)
  }
})

test('a target of no kind, or with a wrong key, is neither set nor deleted', () => {
  const plane = new MemoryPlane()
  const wrong = [
    { kind: 'planet' },
    { kind: 'user', uid: '7' },
    { kind: 'cgroup', id: 7 },
    { kind: 'cgroup', id: -1n },
    { kind: 'secctx', context: 7 },
    { kind: 'secctx', context: '' },
    { kind: 'secctx', context: 'a\0b' },
    { kind: 'secctx', context: 'a'.repeat(256) },
    { kind: 'ingress', address: 'nowhere', prefix: 0, port: 0 },
  ] as unknown as TargetKey[]
  for (const key of wrong) {
    assert.throws(() => plane.setTarget({ ...key, track: true }), TypeError, key.kind)
    assert.throws(() => plane.deleteTarget(key), TypeError, key.kind)
  }
  const number = { kind: 'user', uid: 7, taint: 1 } as unknown as Target
  assert.throws(() => plane.setTarget(number), /labels are a bigint/)
  assert.deepEqual(plane.targets(), [])
})

test('a type that there is not has no bit in a mask', () => {
  const name = 'nope' as VertexTypeName
  assert.throws(() => vertexMask('file', name), /^TypeError: there is no vertex type "nope"$/)
})
