import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressBytes, addressRangeText, parseAddressRange } from './address-range.ts'

test('reads a range and cuts the address to its prefix', () => {
  assert.deepEqual(parseAddressRange('192.168.1.77/24:443'), {
    address: '192.168.1.0',
    prefix: 24,
    port: 443,
  })
  assert.deepEqual(parseAddressRange('1.2.3.4/0:0'), { address: '0.0.0.0', prefix: 0, port: 0 })
  assert.deepEqual(parseAddressRange('10.255.3.4/9:1'), {
    address: '10.128.0.0',
    prefix: 9,
    port: 1,
  })
})

test('reads IPv6 in any of its spellings', () => {
  const range = { address: '2001:db8::', prefix: 32, port: 443 }
  for (const text of ['2001:db8:0::1/32:443', '[2001:0DB8::]/32:443', '2001:db8:1::/32:443']) {
    assert.deepEqual(parseAddressRange(text), range)
  }
  assert.equal(addressRangeText(range), '2001:db8::/32:443')
  assert.deepEqual(parseAddressRange('::/0:0'), { address: '::', prefix: 0, port: 0 })
  assert.equal(parseAddressRange('::1/128:0').address, '::1')
})

test('refuses what is no range', () => {
  const wrong = [
    '',
    '10.0.0.0',
    '10.0.0.0/8',
    '10.0.0.0:80',
    '10.0.0.0/33:80',
    '10.0.0.0/8:65536',
    '300.0.0.0/8:80',
    '10.0.0.0/8:80 and more',
    '::/129:0',
    'fe80::1%eth0/64:0',
  ]
  for (const text of wrong) {
    assert.throws(() => parseAddressRange(text), { code: 'CF_ADDRESS_INVALID' })
  }
})

test('an IPv4 address inside IPv6 has 16 bytes', () => {
  assert.deepEqual(
    [...(addressBytes('::ffff:1.2.3.4') ?? [])],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4],
  )
})
