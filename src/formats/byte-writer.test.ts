import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ByteWriter, decimalLength } from './byte-writer.ts'

const anyU64 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.nat({ max: 20 }).map((digits) => (10n ** BigInt(digits) - 1n) & ((1n << 64n) - 1n)),
  fc.nat({ max: 63 }).map((bit) => 1n << BigInt(bit)),
)
const low = (value: bigint) => Number(value & 0xffff_ffffn)
const high = (value: bigint) => Number((value >> 32n) & 0xffff_ffffn)

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(4)
  write(writer)
  return Buffer.from(writer.bytes.subarray(0, writer.length)).toString()
}

test('writes 64-bit integers as BigInt does', () => {
  fc.assert(
    fc.property(anyU64, (value) => {
      const [l, h] = [low(value), high(value)]
      assert.equal(
        written((w) => w.decimal(l, h)),
        value.toString(),
      )
      assert.equal(
        written((w) => w.hex(l, h)),
        value.toString(16),
      )
      assert.equal(
        written((w) => w.signed(l, h)),
        BigInt.asIntN(64, value).toString(),
      )
      assert.equal(decimalLength(l, h), value.toString().length)
    }),
    { numRuns: 2000 },
  )
})

test('writes base64 as Buffer does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const text = written((w) => w.base64(bytes, 0, bytes.length))
      assert.equal(text, Buffer.from(bytes).toString('base64'))
    }),
  )
})
