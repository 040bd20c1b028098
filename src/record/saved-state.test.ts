import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { decodeSavedState, encodeSavedState, SAVED_STATE_BYTES } from './saved-state.ts'

const state = {
  type: 'file',
  id: 0x1122334455667788n,
  bootId: 1,
  machineId: 0x01020304,
  version: 0,
  isTracked: true,
  isOpaque: false,
  doesPropagate: true,
  taint: 0x8000000000000001n,
  nameId: 0x0377816e5ced10fan,
  ino: 0x0102n,
  mode: 0o100644,
  uid: 1000,
  gid: 100,
  sbUuid: Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i),
} as const

/** Hexadecimal, from one offset to another. */
const hex = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('hex')

test("a saved state has the bytes of CamFlow's short record of an inode", () => {
  const bytes = encodeSavedState(state)
  assert.equal(bytes.length, 256)
  // The identifier of the specification's test vector for a file.
  assert.equal(
    hex(bytes, 0, 32),
    `0001000000000020887766554433221101000000${'04030201'}${'00'.repeat(8)}`,
  )
  assert.equal(hex(bytes, 32, 40), '00'.repeat(8), 'no epochs')
  assert.equal(hex(bytes, 40, 44), '05000000')
  assert.equal(hex(bytes, 56, 64), '0100000000000080')
  assert.equal(
    hex(bytes, 64, 96),
    `0000400000000024fa10ed5c6e81770301000000${'04030201'}${'00'.repeat(8)}`,
  )
  assert.equal(hex(bytes, 128, 136), 'e803000064000000')
  assert.equal(hex(bytes, 144, 154), '0201000000000000a481')
  assert.equal(hex(bytes, 154, 170), 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf')
  assert.equal(hex(bytes, 170, 256), '00'.repeat(86))
})

test('a saved state is read back as it was', () => {
  assert.deepEqual(decodeSavedState(encodeSavedState(state)), state)
})

test('flags that somebody wrote into zeros are read', () => {
  const bytes = new Uint8Array(SAVED_STATE_BYTES)
  bytes[40] = 2
  const read = decodeSavedState(bytes)
  assert.equal(read.type, undefined)
  assert.deepEqual([read.isTracked, read.isOpaque, read.doesPropagate], [false, true, false])
})

test('another length is refused', () => {
  for (const length of [0, 255, 257]) {
    assert.throws(
      () => decodeSavedState(new Uint8Array(length)),
      (error) => error instanceof CamflowError && error.code === 'CF_SAVED_STATE',
    )
  }
})
