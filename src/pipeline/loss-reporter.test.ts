import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LossReporter } from './loss-reporter.ts'

const scope = { bootId: 1, machineId: 2 }

function idsLost(ids: readonly (readonly [low: number, high: number])[], last: number) {
  const reporter = new LossReporter(scope)
  for (const [low, high] of ids) reporter.add(low, high)
  return reporter.finish(last).map(({ first, last: end }) => [first, end])
}

test('tells the holes between rows of ids, and behind the last', () => {
  const low = [1, 2, 3, 6, 7, 9, 5]
  assert.deepEqual(
    idsLost(
      low.map((id) => [id, 0]),
      11,
    ),
    [
      [4n, 4n],
      [8n, 8n],
      [10n, 11n],
    ],
  )
})

test('goes on counting where the lower half of the ids begins anew', () => {
  const reporter = new LossReporter(scope, 0xffff_fffe)
  for (const id of [0xffff_fffe, 0xffff_ffff]) reporter.add(id, 0)
  for (const id of [0, 1, 3]) reporter.add(id, 1)
  assert.deepEqual(
    reporter.finish().map(({ first, last }) => [first, last]),
    [[0x1_0000_0002n, 0x1_0000_0002n]],
  )
  assert.equal(reporter.progress().nextRelation, 0x1_0000_0004)
})
