/** Tracking that outlives a capture, on this kernel: needs root and a file system with attributes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { FlagSaver } from '../../src/capture/flag-saver.ts'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { writeProvenanceXattr } from '../../src/kernel/file-xattr.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { SAVED_FILES_VARIABLE } from '../../src/policy/saved-files.ts'
import { readSavedState } from '../../src/policy/saved-flags.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-persistence-'))
  process.env[SAVED_FILES_VARIABLE] = join(directory, 'saved-files')
})
after(() => rmSync(directory, { recursive: true, force: true }))

const path = (name: string) => join(directory, name)

/** Whether files here can bear the attribute. */
function bearsAttributes(): boolean {
  const fd = openSync(path('probe'), 'w')
  try {
    return writeProvenanceXattr(fd, new Uint8Array(256)) === 0
  } finally {
    closeSync(fd)
  }
}

/** A capture that saves flags, from its beginning to its end. */
async function during(
  log: string,
  work: (session: CaptureSession, saver: FlagSaver) => void,
): Promise<FlowGraph> {
  await using session = await startCapture({ mode: 'tracepoint' })
  const told: string[] = []
  const saver = new FlagSaver(session.plane.persistence, (line) => told.push(line))
  try {
    await recordWhile(
      session,
      new LogOutput({ path: path(log) }),
      async () => work(session, saver),
      (vertex) => saver.vertex(vertex),
    )
  } finally {
    saver.close()
  }
  assert.deepEqual(told, [])
  return new FlowGraph(await loadGraph(path(log)))
}

const copy = (from: string, to: string) =>
  assert.equal(spawnSync('cp', [path(from), path(to)]).status, 0)

test('a file that was tracked, and what it reached, are tracked in the next capture', {
  skip,
}, async (t) => {
  if (!bearsAttributes()) return t.skip('no security attributes on this file system')
  writeFileSync(path('secret.txt'), 'secret\n')
  writeFileSync(path('plain.txt'), 'plain\n')
  await during('first.log', ({ plane }) => {
    plane.persistence.turn(true)
    plane.changeFile(path('secret.txt'), { track: true, propagate: true, taint: 4n })
    copy('secret.txt', 'copy.txt')
    copy('plain.txt', 'untouched.txt')
  })
  for (const name of ['secret.txt', 'copy.txt']) {
    const saved = readSavedState(path(name))
    assert.deepEqual(
      [saved?.type, saved?.isTracked, saved?.doesPropagate, saved?.isOpaque, saved?.taint],
      ['file', true, true, false, 4n],
      name,
    )
  }
  assert.equal(readSavedState(path('untouched.txt')), undefined)
  const graph = await during('second.log', ({ plane }) => {
    assert.deepEqual(plane.persistence.turn(true), { restored: 2, missing: 0, failed: 0 })
    const { isTracked, doesPropagate, taint } = plane.file(path('copy.txt'))
    assert.deepEqual([isTracked, doesPropagate, taint], [true, true, 4n])
    assert.deepEqual(plane.flaggedFiles(), [], 'no file of the policy')
    copy('copy.txt', 'again.txt')
    copy('plain.txt', 'untouched.txt')
  })
  assert.ok(graph.flows(graph.files(path('copy.txt')), graph.files(path('again.txt'))))
  assert.deepEqual(graph.files(path('untouched.txt')), [])
  assert.equal(readSavedState(path('again.txt'))?.taint, 4n)
})

test('a file that loses its flags, and one that was replaced, are not tracked again', {
  skip,
}, async (t) => {
  if (!bearsAttributes()) return t.skip('no security attributes on this file system')
  for (const name of ['cleared.txt', 'replaced.txt']) writeFileSync(path(name), name)
  await during('third.log', ({ plane }) => {
    plane.persistence.turn(true)
    for (const name of ['cleared.txt', 'replaced.txt']) {
      assert.equal(plane.changeFile(path(name), { track: true })?.unsaved, undefined)
    }
    plane.changeFile(path('cleared.txt'), { track: false })
  })
  assert.equal(readSavedState(path('cleared.txt')), undefined)
  assert.equal(readSavedState(path('replaced.txt'))?.isTracked, true)
  rmSync(path('replaced.txt'))
  writeFileSync(path('replaced.txt'), 'another')
  await during('fourth.log', ({ plane }) => {
    plane.persistence.turn(true)
    assert.equal(plane.file(path('cleared.txt')).isTracked, false)
    assert.equal(plane.file(path('replaced.txt')).isTracked, false)
    assert.equal(plane.file(path('saved-files')).isOpaque, true, 'the list is nobody’s flow')
  })
})

test('a file is saved however late its name is read', { skip }, async (t) => {
  if (!bearsAttributes()) return t.skip('no security attributes on this file system')
  writeFileSync(path('early.txt'), 'text\n')
  await using session = await startCapture({ mode: 'tracepoint' })
  const { persistence } = session.plane
  persistence.turn(true)
  session.plane.changeFile(path('early.txt'), { track: true, propagate: true })
  copy('early.txt', 'late.txt')
  for (let round = 0; round < 10; round++) {
    assert.equal(persistence.save(() => undefined).failures.unread, undefined)
  }
  persistence.save(() => Buffer.from(path('late.txt')))
  assert.equal(readSavedState(path('late.txt'))?.isTracked, true)
})
