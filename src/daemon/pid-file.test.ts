import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { claimPidFile } from './pid-file.ts'

test('refuses the pid file of a living daemon and takes over that of a dead one', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-pid-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'pid')
  // Process 1 lives and does not have the file open.
  writeFileSync(path, '1\n')
  const claim = claimPidFile(path)
  assert.equal(readFileSync(path, 'utf8'), `${process.pid}\n`)
  assert.throws(
    () => claimPidFile(path),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_DAEMON_RUNNING',
  )
  claim.release()
  assert.equal(existsSync(path), false)
})
