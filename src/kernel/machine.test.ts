import assert from 'node:assert/strict'
import os from 'node:os'
import { test } from 'node:test'
import { djb2, machineEntry } from './machine.ts'
import { ringSize } from './modes.ts'

test('hashes as the specification says, bytes being signed', () => {
  assert.equal(djb2(''), 5381n)
  assert.equal(djb2('/bin/bash'), 0x0377816e5ced10fan)
  assert.equal(djb2('/é'), 0x0b8772a0n)
})

test('the machine entry has names of 65 bytes, the build and its hash', () => {
  const entry = machineEntry('camflow lsm')
  assert.equal(entry.length, 664)
  assert.deepEqual([...entry.subarray(0, 3)], [0, 9, 0])
  assert.equal(entry.toString('utf8', 8, 13), 'Linux')
  assert.ok(entry.toString('utf8', 8 + 2 * 65, 8 + 3 * 65).startsWith(os.release()))
  assert.equal(entry.toString('utf8', 398, 409), 'camflow lsm')
  assert.equal(entry.readBigUInt64LE(656), djb2('camflow lsm'))
})

test('a ring is a power of two within the limits', () => {
  assert.equal(ringSize(1), 4096)
  assert.equal(ringSize(4097), 8192)
  assert.equal(ringSize(64 << 20), 64 << 20)
  assert.equal(ringSize(1e12), 2 ** 30)
})
