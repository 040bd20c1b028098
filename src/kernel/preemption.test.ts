import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preemptsItself } from './preemption.ts'

test('believes the mode in force', () => {
  assert.equal(preemptsItself('none (voluntary) full', '#1 SMP PREEMPT_DYNAMIC'), false)
  assert.equal(preemptsItself('full (lazy)', '#1 SMP PREEMPT_DYNAMIC'), true)
  assert.equal(preemptsItself('none voluntary (full) lazy', ''), true)
})

test('expects preemption of a build that allows it when the mode is not told', () => {
  assert.equal(preemptsItself(undefined, '#1 SMP PREEMPT_DYNAMIC Debian'), true)
  assert.equal(preemptsItself(undefined, '#1 SMP Debian'), false)
  assert.equal(preemptsItself(undefined, undefined), true)
})
