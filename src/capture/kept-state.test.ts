import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { LossReporter } from '../pipeline/loss-reporter.ts'
import { openKeptState } from './kept-state.ts'

test('the next daemon tells a loss that the one before was still waiting for', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-state-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const scope = { bootId: 1, machineId: 2 }
  const counters = () => ({ lostRelations: 2, relationIds: 9 })
  const first = new LossReporter(scope, 1, counters)
  for (const id of [1, 2, 5, 7]) first.add(id, 0)
  openKeptState(17, directory).keep(first.progress())

  const kept = openKeptState(17, directory)
  assert.deepEqual(kept.progress, {
    nextRelation: 8,
    missing: [
      { first: 3, last: 4 },
      { first: 6, last: 6 },
    ],
    explained: 0,
  })
  const second = new LossReporter(scope, kept.progress, counters)
  for (const id of [6, 8, 9]) second.add(id, 0)
  const losses = second.finish(9).map(({ first, last, cause }) => ({ first, last, cause }))
  assert.deepEqual(losses, [{ first: 3n, last: 4n, cause: 'ring_full' }])
  assert.equal(openKeptState(17, directory).clockOffsetSeconds, kept.clockOffsetSeconds)
})
