import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultPolicy } from '../kernel/policy.ts'
import { policyHash, policyHashText, policyText } from './policy-text.ts'
import type { Target } from './target.ts'

const targets: readonly Target[] = [
  { kind: 'user', uid: 1000, track: true },
  { kind: 'egress', address: '10.0.0.0', prefix: 8, port: 80, record: true },
  { kind: 'egress', address: '0.0.0.0', prefix: 0, port: 0, propagate: true },
  { kind: 'user', uid: 0, opaque: true },
]

test('the text is the same whatever the order in which users were set', () => {
  const text = policyText('0.9.0', { ...defaultPolicy, usedFilter: 0x80n }, targets)
  assert.equal(
    text,
    `camflow policy 1
version 0.9.0
enabled true
all false
version true
compress_node true
compress_edge true
duplicate false
node_filter 0
propagate_node_filter e00
derived_filter 0
generated_filter 0
used_filter 80
informed_filter 0
propagate_derived_filter 0
propagate_generated_filter 0
propagate_used_filter 0
propagate_informed_filter 0
egress 10.0.0.0/8:80 track,record
egress 0.0.0.0/0:0 track,propagate
user 0 opaque
user 1000 track
`,
  )
})

test('any change of policy, of the order of addresses, or of the version changes the hash', () => {
  const hash = (...args: Parameters<typeof policyHash>) =>
    Buffer.from(policyHash(...args)).toString('hex')
  const [, first, second] = targets as [Target, Target, Target]
  const different = new Set([
    hash('0.9.0', defaultPolicy, []),
    hash('0.9.1', defaultPolicy, []),
    hash('0.9.0', { ...defaultPolicy, capturesAll: true }, []),
    hash('0.9.0', { ...defaultPolicy, nodeFilter: 1n }, []),
    hash('0.9.0', defaultPolicy, [first, second]),
    hash('0.9.0', defaultPolicy, [second, first]),
  ])
  assert.equal(different.size, 6)
  assert.equal(hash('0.9.0', defaultPolicy, targets), hash('0.9.0', defaultPolicy, targets))
})

test('a hash is printed as upstream prints it: a byte below 10 gives one digit', () => {
  assert.equal(policyHashText(Uint8Array.of(0xa4, 0x0b, 0x00, 0xff)), 'A4B0FF')
})
