import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormat, readFormatChoice } from './formats.ts'

test('the profile spade means the format spade_json', () => {
  const choice = readFormatChoice(undefined, 'spade')
  assert.deepEqual(choice, { format: 'spade_json', profile: 'spade' })
  const options = { bootId: 1, machineId: 1, clockOffsetSeconds: 0, onDocument: () => {} }
  assert.equal(createFormat(choice, options).name, 'spade_json')
})

test('without a word it is strict PROV-JSON', () => {
  assert.deepEqual(readFormatChoice(), { format: 'w3c', profile: 'standard' })
})

test('names what a format does not have', () => {
  assert.throws(() => readFormatChoice('w3c', 'spade'), /profile spade: w3c has standard, compat/)
  assert.throws(() => readFormatChoice('xml'), /format xml: there are w3c and spade_json/)
})
