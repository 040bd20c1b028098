/** When a recording of a command is over, on this kernel, with the real capture programs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startCapture } from '../../src/capture/session.ts'
import { membersGone, spawnTracked } from '../../src/capture/tracked-command.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad

test('a process whose end no program saw does not keep a recording from ending', {
  skip,
}, async () => {
  await using session = await startCapture({ mode: 'tracepoint' })
  const child = await spawnTracked(session, ['true'])
  try {
    assert.equal(session.countMembers(), 1)
    // Nothing is attached from here on.
    session.control.change({ isEnabled: false })
  } finally {
    child.start()
  }
  await child.exitCode
  assert.equal(session.counters.members, 1, 'its end was not seen')
  assert.equal(session.countMembers(), 0)
  await membersGone(session, new AbortController().signal)
})
