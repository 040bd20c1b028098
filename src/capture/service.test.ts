import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { announceService, recorderOf } from './service.ts'

test('a daemon is found while it lives and says so', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-facts-'))
  t.after(() => rmSync(directory, { recursive: true }))
  assert.equal(recorderOf(7, directory), undefined)
  const announcement = announceService(7, '/var/log/x.log', directory)
  assert.equal(recorderOf(7, directory)?.pid, process.pid)
  assert.equal(recorderOf(7, directory)?.log, '/var/log/x.log')
  assert.equal(recorderOf(8, directory), undefined)
  announcement.withdraw()
  assert.equal(recorderOf(7, directory), undefined)
})

test('another process with the number of a killed daemon is not taken for it', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-facts-'))
  t.after(() => rmSync(directory, { recursive: true }))
  announceService(7, '/var/log/x.log', directory)
  const path = join(directory, '7.service.json')
  const stored = JSON.parse(readFileSync(path, 'utf8')) as { started: string }
  writeFileSync(path, JSON.stringify({ ...stored, started: `${Number(stored.started) - 1}` }))
  assert.equal(recorderOf(7, directory), undefined)
})
