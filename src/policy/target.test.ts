import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkTarget, mergeTarget, type Target, targetActionText, targetKeyText } from './target.ts'

test('a key is known by all its parts and by nothing else', () => {
  assert.equal(targetKeyText({ kind: 'user', uid: 1000 }), 'user 1000')
  assert.equal(targetKeyText({ kind: 'secctx', context: 'a "b"' }), 'secctx "a \\"b\\""')
  assert.equal(
    targetKeyText({ kind: 'namespace', net: 4026531840 }),
    'namespace uts=0 ipc=0 mnt=0 pid=0 net=4026531840 cgroup=0',
  )
  const http = { kind: 'egress', address: '10.0.0.0', prefix: 8, port: 80 } as const
  assert.equal(targetKeyText(http), 'egress 10.0.0.0/8:80')
})

test('what an action implies is said', () => {
  assert.equal(targetActionText({ propagate: true }), 'track,propagate')
  assert.equal(targetActionText({ record: true, taint: 0x2an }), 'track,record,taint=2a')
  assert.equal(targetActionText({ opaque: true }), 'opaque')
})

test('addresses add up, users begin anew (configuration specification §2.2)', () => {
  const range = { kind: 'egress', address: '10.0.0.0', prefix: 8, port: 0 } as const
  const first: Target = { ...range, propagate: true, taint: 1n }
  assert.deepEqual(mergeTarget(first, { ...range, record: true, taint: 4n }), {
    ...range,
    propagate: true,
    record: true,
    taint: 5n,
  })
  const user: Target = { kind: 'user', uid: 0, propagate: true }
  assert.deepEqual(mergeTarget(user, { kind: 'user', uid: 0, opaque: true }), {
    kind: 'user',
    uid: 0,
    opaque: true,
  })
})

test('refuses what no target can be', () => {
  const wrong: readonly Target[] = [
    { kind: 'user', uid: 0 },
    { kind: 'user', uid: -1, track: true },
    { kind: 'user', uid: 0, record: true },
    { kind: 'group', gid: 2 ** 32, track: true },
    { kind: 'user', uid: 0, taint: 1n << 64n },
    { kind: 'ingress', address: '10.0.0.0', prefix: 33, port: 0, track: true },
    { kind: 'ingress', address: '::', prefix: 0, port: 65536, track: true },
  ]
  for (const target of wrong) assert.throws(() => checkTarget(target), TypeError)
})
