import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CamflowError } from '../errors.ts'
import type { FlagPersistence, SaveReport } from '../policy/flag-persistence.ts'
import { FlagSaver } from './flag-saver.ts'

/** Answers with these reports, then has nothing more to save. */
function answering(...reports: readonly (SaveReport | CamflowError)[]): FlagPersistence {
  const left = [...reports]
  const nothing = { restored: 0, missing: 0, failed: 0 }
  return {
    isOn: true,
    turn: () => nothing,
    restore: () => nothing,
    save() {
      const next = left.shift() ?? { saved: 0, waiting: 0, failures: {}, isAll: true }
      if (next instanceof CamflowError) throw next
      return next
    },
  }
}

test('each cause of failure is told once, and all are counted', () => {
  const told: string[] = []
  const saver = new FlagSaver(
    answering(
      { saved: 2, waiting: 3, failures: { EROFS: 1, gone: 4 }, isAll: false },
      { saved: 1, waiting: 0, failures: { EROFS: 2, unnamed: 1 }, isAll: true },
    ),
    (line) => told.push(line),
  )
  saver.close()
  assert.deepEqual(saver.figures(), {
    saved: 3,
    waiting: 0,
    failures: { EROFS: 3, gone: 4, unnamed: 1 },
  })
  assert.deepEqual(told, [
    'flags of a file are not saved with it: EROFS',
    'flags of a file are not saved with it: no record has named the file',
  ])
})

test('what is flagged while the last are saved is not waited for: tracking may spread without end', () => {
  let rounds = 0
  const endless: FlagPersistence = {
    ...answering(),
    save: () => ({ saved: ++rounds, waiting: 0, failures: {}, isAll: true }),
  }
  new FlagSaver(endless, assert.fail).close()
  assert.equal(rounds, 1)
})

test('a list that cannot be written is no reason to stop', () => {
  const told: string[] = []
  const saver = new FlagSaver(answering(new CamflowError('CF_SAVED_FILES')), (line) =>
    told.push(line),
  )
  saver.close()
  assert.match(told.join(), /The list of files whose flags are saved cannot be used/)
})

test('nothing is saved while it is not wanted', () => {
  const saver = new FlagSaver(
    { ...answering(), isOn: false, save: () => assert.fail() },
    assert.fail,
  )
  saver.close()
  assert.deepEqual(saver.figures(), { saved: 0, waiting: 0, failures: {} })
})
