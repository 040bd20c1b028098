import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Control } from './control.ts'
import { controlLayout, failureNames, offsetOf } from './layout.ts'
import { defaultPolicy, relationMask, vertexMask } from './policy.ts'

test('shared structures have the sizes that the C compiler gives them', () => {
  assert.equal(controlLayout.policy.size, 88)
  assert.equal(controlLayout.control.size, 256)
  assert.equal(controlLayout.counters.size, 368)
  assert.equal(controlLayout.object_request.size, 96)
  assert.equal(controlLayout.target_lists.size, 16 + 256 * (2 * 56 + 40))
})

test('names of failures are those of the header, in order', () => {
  const header = readFileSync(new URL('../../bpf/control.h', import.meta.url), 'utf8')
  const names = [...header.matchAll(/^\tX\((\w+)\)/gm)].map((match) => match[1])
  assert.deepEqual([...failureNames], names)
})

test('a policy goes into the slot that is not in force, then the generation moves', () => {
  const memory = new ArrayBuffer(4096)
  const control = new Control(memory)
  const view = new DataView(memory)
  const slots = offsetOf('control', 'slots')
  control.policy = { ...defaultPolicy, usedFilter: 1n << 40n }
  assert.equal(view.getUint32(0, true), 1)
  const second = slots + controlLayout.policy.size
  assert.equal(view.getBigUint64(second + offsetOf('policy', 'used_filter'), true), 1n << 40n)
  assert.equal(view.getUint8(second + offsetOf('policy', 'enabled')), 1)
  assert.equal(view.getUint8(slots + offsetOf('policy', 'enabled')), 0)
  control.change({ isEnabled: false })
  assert.equal(control.generation, 2)
  assert.deepEqual(control.policy, { ...defaultPolicy, usedFilter: 1n << 40n, isEnabled: false })
})

test('what was seen not to be tracked is not believed after a change of policy', () => {
  const memory = new ArrayBuffer(4096)
  const trackings = () => new DataView(memory).getBigUint64(offsetOf('control', 'trackings'), true)
  const control = new Control(memory)
  const before = trackings()
  control.change({ isEnabled: true })
  assert.notEqual(trackings(), before)
})

test('a new epoch leaves the limits alone', () => {
  const control = new Control(new ArrayBuffer(4096))
  control.objectLimit = 1000
  control.nextEpoch()
  assert.equal(control.epoch, 1)
  assert.equal(control.objectLimit, 1000)
})

test('masks name types, and refuse a name that is none', () => {
  assert.equal(vertexMask('directory', 'char', 'block'), 0xe00n)
  assert.equal(relationMask('used', 'read', 'open'), 0x81n)
  const wrong = TypeError('write is a relation of generated, not of used')
  assert.throws(() => relationMask('used', 'write'), wrong)
})
