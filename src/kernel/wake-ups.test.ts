import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlLayout, offsetOf } from './layout.ts'
import { WakeUps } from './wake-ups.ts'

function theWords() {
  const memory = new ArrayBuffer(controlLayout.counters.size)
  const word = (name: string) => new Uint32Array(memory, offsetOf('counters', name), 1)
  return { wakeUps: new WakeUps(memory), urgent: word('urgent'), asleep: word('asleep') }
}

test('what should not wait is told once', () => {
  const { wakeUps, urgent } = theWords()
  assert.equal(wakeUps.take(), false)
  urgent[0] = 1
  assert.deepEqual([wakeUps.take(), wakeUps.take()], [true, false])
  assert.equal(urgent[0], 0)
})

test('the kernel sees whether the reader is asleep', () => {
  const { wakeUps, asleep } = theWords()
  wakeUps.fallAsleep()
  assert.equal(asleep[0], 1)
  wakeUps.getUp()
  assert.equal(asleep[0], 0)
})
