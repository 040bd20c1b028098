import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { openPinned, pinnedMode } from './pins.ts'

const NOBODY = 65534
const isRoot = process.getuid?.() === 0

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/camflow-pins-`)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The error of a system call that an error of ours says it is. */
function errnoOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof CamflowError) return error.errno
    throw error
  }
  return undefined
}

test('nothing is pinned in a folder that is empty, absent, or no folder', () => {
  for (const place of [folder, `${folder}/absent`, '/dev/null']) {
    assert.equal(pinnedMode(place), undefined)
    assert.equal(
      errnoOf(() => openPinned(place)),
      'ENOENT',
    )
  }
})

test('the links tell the mode of what is pinned', () => {
  mkdirSync(`${folder}/maps`)
  mkdirSync(`${folder}/links_fentry`)
  assert.equal(pinnedMode(folder), 'fentry')
})

test('who may not look is told that, not that nothing is pinned', { skip: !isRoot }, () => {
  mkdirSync(`${folder}/maps`, { mode: 0o700 })
  process.seteuid?.(NOBODY)
  try {
    for (const action of [() => pinnedMode(folder), () => openPinned(folder)]) {
      assert.equal(errnoOf(action), 'EPERM')
    }
  } finally {
    process.seteuid?.(0)
  }
})
