import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packetHeader } from './packet-header.ts'

const LENGTH = '3c00000000000000'

test('reads the header of a packet of IPv4', () => {
  const identity = 'abcd0000c0a8010a5db8d822c73801bb0600000001020304'
  const bytes = Buffer.from(`${identity}${LENGTH}${'00'.repeat(32)}`, 'hex')
  assert.deepEqual(packetHeader(bytes, 0, false), {
    id: 0xabcd,
    seq: 0x01020304,
    sender: '192.168.1.10:51000',
    receiver: '93.184.216.34:443',
    length: 60,
  })
})

test('reads a packet of IPv6, whose identity has only hashes of the addresses', () => {
  const identity = '12340006deadbeef0badcafed90416e71100000000000007'
  const addresses = 'fd470000000000000000000000000002fd470000000000000000000000000001'
  const bytes = Buffer.from(`ff${identity}${LENGTH}${addresses}`, 'hex')
  assert.deepEqual(packetHeader(bytes, 1, false), {
    id: 0x1234,
    seq: 7,
    sender: '[fd47::2]:55556',
    receiver: '[fd47::1]:5863',
    length: 60,
  })
})

test('leaves id, sequence and length in network order where CamFlow does', () => {
  const identity = 'abcd0000c0a8010a5db8d822c73801bb0600000001020304'
  const bytes = Buffer.from(`${identity}${LENGTH}${'00'.repeat(32)}`, 'hex')
  const { id, seq, length } = packetHeader(bytes, 0, true)
  assert.deepEqual({ id, seq, length }, { id: 0xcdab, seq: 0x04030201, length: 0x3c00 })
})
