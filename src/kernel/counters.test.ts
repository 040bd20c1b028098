import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Counters } from './counters.ts'

test('counters are read by name and begin anew where that is safe', () => {
  const memory = new ArrayBuffer(4096)
  const words = new BigUint64Array(memory)
  words[0] = 7n
  words[1] = 12n
  words[11] = 4n
  words[12] = 2n
  words[14] = 3n
  const counters = new Counters(memory)
  assert.equal(counters.seesReceivesEnd, false)
  words[10] = 1n
  assert.equal(counters.read().relationIds, 12)
  assert.equal(counters.read().failures.ring_full, 3)
  assert.equal(counters.contexts, 4)
  counters.restart()
  assert.deepEqual([counters.read().nodeIds, counters.relationIds], [7, 0])
  assert.equal(counters.read().failures.ring_full, 0)
  assert.equal(counters.seesReceivesEnd, true, 'what the kernel does stays so')
  assert.equal(counters.contexts, 4, 'and a context keeps its number')
  assert.equal(words[12], 2n, 'and inodes stay where they are')
  counters.forgetInodes()
  assert.equal(words[12], 0n)
})
