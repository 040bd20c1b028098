import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitObjects, ringSize } from './modes.ts'

test('a ring has the next power of two, within what the kernel takes', () => {
  assert.deepEqual([0, 4097, 64 << 20, 2 ** 31].map(ringSize), [4096, 8192, 64 << 20, 2 ** 30])
})

test('no more objects than fit, and at least one', () => {
  const control = { objectLimit: 262_144 }
  limitObjects(control, 1000)
  assert.equal(control.objectLimit, 1000)
  for (const limit of [0, 1.5, 1001, Number.NaN]) {
    assert.throws(() => limitObjects(control, limit), {
      name: 'RangeError',
      message: `objectLimit takes 1 to 1000, not ${limit}`,
    })
  }
})
