import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addTallies, skippedInTap, tallyLine, tallyOfTap } from './tally.ts'

const tap = `TAP version 13
# Subtest: reads a record
    ok 1 - of a task # SKIP needs root
ok 1 - reads a record
1..1
# tests 6
# suites 0
# pass 3
# fail 1
# cancelled 1
# skipped 1
# todo 0
# duration_ms 12.5
`

test('reads the summary of a TAP run, cancelled tests being failures', () => {
  assert.deepEqual(tallyOfTap(tap), { passed: 3, failed: 2, skipped: 1 })
})

test('gives no tally for a run that broke off', () => {
  assert.equal(tallyOfTap('TAP version 13\nok 1 - reads a record\n'), undefined)
})

test('names skipped tests with their reason', () => {
  assert.deepEqual(skippedInTap(tap), ['of a task: needs root'])
})

test('states a sum in the words of the last line', () => {
  const sum = addTallies({ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 })
  assert.equal(tallyLine(sum), '4 passed, 1 failed, 2 skipped')
})
