import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSocketAddress } from './address-text.ts'

const read = (hex: string) => readSocketAddress(Buffer.from(hex, 'hex'))
const host6 = (hex: string, scope = '00000000') => read(`0a00005000000000${hex}${scope}`)

// RFC 5952 §4
test('shortens the longest run of zeros of an IPv6 address', () => {
  const ip = (host: string) => ({ family: 'AF_INET6', host, service: '80' })
  assert.deepEqual(host6('20010db8000000000000000000000001'), ip('2001:db8::1'))
  assert.deepEqual(host6('00000000000000000000000000000000'), ip('::'))
  assert.deepEqual(host6('20010db8000000010001000100010001'), ip('2001:db8:0:1:1:1:1:1'))
  assert.deepEqual(host6('20010000000000010000000000000001'), ip('2001:0:0:1::1'))
  assert.deepEqual(host6('00000000000000000000ffffc0000201'), ip('::ffff:192.0.2.1'))
  assert.deepEqual(host6('fe800000000000000000000000000001', '02000000'), ip('fe80::1%2'))
})

test('tells a short address by its family only', () => {
  assert.deepEqual(read('020001bb'), { family: 2 })
  assert.deepEqual(read('02'), { family: 0 })
})
