import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { joinedStage } from './joined-stage.ts'
import type { StageResult } from './stage.ts'

const results: readonly StageResult[] = [
  { tally: { passed: 1, failed: 1, skipped: 0 }, skipped: [], failures: '✖ one' },
  { tally: { passed: 2, failed: 0, skipped: 1 }, skipped: ['a test: needs root'], failures: '' },
]
const together: StageResult = {
  tally: { passed: 3, failed: 1, skipped: 1 },
  skipped: ['a test: needs root'],
  failures: '✖ one',
}

function joined(isAtOnce: boolean, events: string[]) {
  const parts = results.map((result, index) => ({
    ...{ name: `part ${index}`, about: '' },
    run: async () => {
      events.push(`${index} begins`)
      await turn()
      events.push(`${index} ends`)
      return result
    },
  }))
  return joinedStage({ name: 'both', about: 'two parts', parts, isAtOnce })
}

test('its parts run in their order, and are counted and told together', async () => {
  const events: string[] = []
  assert.deepEqual(await joined(false, events).run(), together)
  assert.deepEqual(events, ['0 begins', '0 ends', '1 begins', '1 ends'])
})

test('or side by side', async () => {
  const events: string[] = []
  assert.deepEqual(await joined(true, events).run(), together)
  assert.deepEqual(events.slice(0, 2), ['0 begins', '1 begins'])
})
