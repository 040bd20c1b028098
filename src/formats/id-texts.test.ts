import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { vertexByName } from '../record/registry.ts'
import { ByteWriter, decimalLength, putDecimal } from './byte-writer.ts'
import { EndText, IdText, RelationText } from './id-texts.ts'
import { IDENTIFIER_TEXT, putIdentifier, putPacket, putVertex } from './identifier-bytes.ts'

const scope = { bootId: 0x8123_4567, machineId: 0xfedc_ba98 }
const FILE = vertexByName('file').bit
const TASK = vertexByName('task').bit
const PACKET = vertexByName('packet').bit
const word = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }))

function placed(): { readonly shown: ByteWriter; readonly wanted: ByteWriter } {
  const writers = { shown: new ByteWriter(64), wanted: new ByteWriter(64) }
  for (const each of Object.values(writers)) each.bytes.fill(0)
  return writers
}

test('ids that follow each other at one place read as if each had been written whole', () => {
  const step = fc.record({ low: word, high: fc.oneof(fc.constant(0), word) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (steps) => {
      const { shown, wanted } = placed()
      let id: IdText | undefined
      for (const { low, high } of steps) {
        if (id === undefined || !id.fits(low, high)) {
          id = new IdText(shown.view, 0, decimalLength(low, high))
        }
        id.show(low, high)
        const end = putDecimal(wanted.view, 0, low, high)
        assert.deepEqual(shown.bytes.subarray(0, end), wanted.bytes.subarray(0, end))
      }
    }),
  )
})

test('counting up through a change of hundreds and of digits', () => {
  const { shown } = placed()
  const texts = [98, 99, 100, 101, 199, 200, 999, 1000, 1001].map((value) => {
    const id = new IdText(shown.view, 0, decimalLength(value, 0))
    id.show(value - 1, 0)
    if (id.fits(value, 0)) id.show(value, 0)
    else new IdText(shown.view, 0, decimalLength(value, 0)).show(value, 0)
    return Buffer.from(shown.bytes.subarray(0, String(value).length)).toString('latin1')
  })
  assert.deepEqual(texts, ['98', '99', '100', '101', '199', '200', '999', '1000', '1001'])
})

test('identifiers of relations that follow each other', () => {
  const type = { low: 0x8000_0001, high: 0x4012_3456 }
  const step = fc.record({ low: word, high: fc.nat(2) })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { shown, wanted } = placed()
      const text = new RelationText(shown.view, 0, type, scope)
      for (const id of steps) {
        text.show(id.low, id.high)
        putIdentifier(wanted.view, 0, type, id, scope, 0)
        assert.deepEqual(shown.bytes, wanted.bytes)
      }
    }),
  )
})

test('ends that follow each other: versions, objects, types and packets', () => {
  const bit = fc.constantFrom(FILE, TASK, PACKET)
  const step = fc.record({ bit, low: fc.oneof(fc.nat(3), word), high: fc.nat(2), version: word })
  const identity = Uint8Array.from({ length: 24 }, (_, i) => i * 11)
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { shown, wanted } = placed()
      const text = new EndText(shown.view, 0, scope)
      putVertex(wanted.view, 0, 0, 0, 0, 0, scope)
      for (const { bit, low, high, version } of steps) {
        if (bit === PACKET) {
          text.showPacket(bit, identity, 0)
          putPacket(wanted.view, 0, bit, identity, 0)
        } else {
          text.show(bit, low, high, version)
          putVertex(wanted.view, 0, bit, low, high, version, scope)
        }
        assert.deepEqual(
          shown.bytes.subarray(0, IDENTIFIER_TEXT),
          wanted.bytes.subarray(0, IDENTIFIER_TEXT),
        )
      }
    }),
  )
})
