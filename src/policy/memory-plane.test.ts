import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackingWords } from './control-plane.ts'
import { MemoryPlane } from './memory-plane.ts'

test('targets are listed by kind; setting one again replaces or adds', () => {
  const plane = new MemoryPlane()
  plane.setTarget({ kind: 'user', uid: 7, track: true })
  plane.setTarget({ kind: 'user', uid: 7, opaque: true })
  const range = { kind: 'ingress', address: '10.0.0.0', prefix: 8, port: 0 } as const
  plane.setTarget({ ...range, track: true })
  plane.setTarget({ ...range, record: true })
  assert.deepEqual(plane.targets(), [
    { ...range, track: true, record: true },
    { kind: 'user', uid: 7, opaque: true },
  ])
  assert.equal(plane.deleteTarget(range), true)
  assert.equal(plane.deleteTarget(range), false)
})

test('replacing targets leaves no other, and changes nothing when one of them is wrong', () => {
  const plane = new MemoryPlane()
  plane.setTarget({ kind: 'user', uid: 7, track: true })
  const wrong = [
    { kind: 'group', gid: 1, track: true },
    { kind: 'group', gid: 2 },
  ] as const
  assert.throws(() => plane.replaceTargets(wrong), TypeError)
  assert.deepEqual(plane.targets(), [{ kind: 'user', uid: 7, track: true }])
  plane.replaceTargets([{ kind: 'group', gid: 1, track: true }])
  assert.deepEqual(plane.targets(), [{ kind: 'group', gid: 1, track: true }])
})

test('flags of a file are set and cleared by the words of the command line', () => {
  const plane = new MemoryPlane({ files: ['/bin/wget'] })
  assert.equal(plane.changeFile('/bin/wget', trackingWords.propagate)?.doesPropagate, true)
  // `true` leaves propagate as it is (cli specification §2.1).
  assert.equal(plane.changeFile('/bin/wget', trackingWords.true)?.doesPropagate, true)
  assert.equal(plane.flaggedFiles()[0]?.path, '/bin/wget')
  assert.equal(plane.changeFile('/bin/wget', trackingWords.false)?.isTracked, false)
  assert.deepEqual(plane.flaggedFiles(), [])
  assert.throws(() => plane.file('/bin/curl'), { code: 'CF_FILE_MISSING' })
})

test('labels of a process add up', () => {
  const plane = new MemoryPlane({ processes: [42] })
  plane.changeProcess(42, { taint: 1n })
  assert.equal(plane.changeProcess(42, { taint: 4n }).taint, 5n)
  assert.throws(() => plane.changeProcess(43, { track: true }), { code: 'CF_PROCESS_MISSING' })
})
