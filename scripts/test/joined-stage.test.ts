import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinedStage } from './joined-stage.ts'
import type { StageResult } from './stage.ts'

test('its parts run in their order, and are counted and told together', async () => {
  const ran: string[] = []
  const part = (name: string, result: StageResult) => ({
    ...{ name, about: '' },
    run: async () => {
      ran.push(name)
      return result
    },
  })
  const joined = joinedStage('both', 'two parts', [
    part('first', {
      tally: { passed: 1, failed: 1, skipped: 0 },
      skipped: [],
      failures: '✖ one',
    }),
    part('second', {
      tally: { passed: 2, failed: 0, skipped: 1 },
      skipped: ['a test: needs root'],
      failures: '',
    }),
  ])
  assert.deepEqual(await joined.run(), {
    tally: { passed: 3, failed: 1, skipped: 1 },
    skipped: ['a test: needs root'],
    failures: '✖ one',
  })
  assert.deepEqual(ran, ['first', 'second'])
})
