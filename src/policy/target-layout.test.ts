import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlLayout, offsetOf } from '../kernel/layout.ts'
import {
  readAction,
  readLists,
  type TargetLists,
  writeAction,
  writeLists,
} from './target-layout.ts'

const lists: TargetLists = {
  ingress: [{ kind: 'ingress', address: '10.0.0.0', prefix: 8, port: 80, record: true }],
  egress: [
    { kind: 'egress', address: '2001:db8::', prefix: 33, port: 443, propagate: true, taint: 5n },
    { kind: 'egress', address: '0.0.0.0', prefix: 0, port: 0, opaque: true },
  ],
  namespace: [{ kind: 'namespace', pid: 4026531836, cgroup: 7, track: true }],
}

test('lists are read back as they were written', () => {
  assert.deepEqual(readLists(writeLists(lists)), lists)
})

test('addresses stand in network order, those of IPv4 in the last four bytes', () => {
  const bytes = Buffer.from(writeLists(lists))
  const at = offsetOf('target_lists', 'ingress')
  const field = (name: string) => at + offsetOf('address_target', name)
  assert.equal(bytes.toString('hex', at, at + 16), '0000000000000000000000000a000000')
  assert.equal(
    bytes.toString('hex', field('mask'), field('mask') + 16),
    '000000000000000000000000ff000000',
  )
  assert.equal(bytes.readUInt16BE(field('port')), 80)
  // tracked | record packets
  assert.equal(bytes.readUInt32LE(field('target')), 0b1001)
})

test('an action is read back without what it implies', () => {
  const view = new DataView(new ArrayBuffer(controlLayout.target.size))
  writeAction(view, 0, { action: { propagate: true, taint: 1n << 63n }, order: 9 })
  assert.equal(view.getUint32(0, true), 0b101)
  assert.deepEqual(readAction(view, 0), { action: { propagate: true, taint: 1n << 63n }, order: 9 })
})
