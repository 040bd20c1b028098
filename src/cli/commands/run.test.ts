import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRequest } from './run.ts'

test('options end at the first word that is none, or at --', () => {
  const request = readRequest(['--output', 'x.log', 'ls', '--output', 'y'])
  assert.deepEqual(request?.command, ['ls', '--output', 'y'])
  assert.equal(request?.output, 'x.log')
  assert.deepEqual(readRequest(['-q', '--', '-strange'])?.command, ['-strange'])
})

test('defaults: auto, standard, wait for all, a log named by the date', () => {
  const request = readRequest(['--', 'true'])
  assert.match(request?.output ?? '', /^camflow-\d{8}-\d{6}\.log$/)
  assert.deepEqual(
    [request?.mode, request?.format, request?.waitsForAll, request?.isQuiet],
    ['auto', { format: 'w3c', profile: 'standard' }, true, false],
  )
})

test('a mistake is told by the name of the option', () => {
  assert.throws(() => readRequest(['--capture', 'magic', 'ls']), /--capture takes auto, lsm/)
  assert.throws(() => readRequest(['--ring', 'big', 'ls']), /--ring takes a number of bytes/)
  assert.throws(() => readRequest(['--format', 'xml', 'ls']), /format xml: there are w3c/)
  assert.throws(() => readRequest(['--wrong', 'ls']), /--wrong/)
  assert.throws(() => readRequest(['-q']), /no COMMAND/)
})

test('packets and descriptors are recorded when asked for, by private programs', () => {
  assert.deepEqual(readRequest(['ls'])?.details, [])
  assert.deepEqual(readRequest(['--packets', '--descriptors', 'ls'])?.details, [
    'packets',
    'descriptors',
  ])
  const asked = readRequest(['--descriptors', 'ls'])
  assert.deepEqual([asked?.details, asked?.servicePins], [['descriptors'], undefined])
})

test('sizes understand K, M and G', () => {
  assert.equal(readRequest(['--ring=16M', 'ls'])?.ringBytes, 16 * 2 ** 20)
})
