import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { identifyFile } from './file-target.ts'

test('a file is known by its inode and its file system', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-file-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'log')
  writeFileSync(path, '')
  const file = identifyFile(path)
  assert.equal(file?.ino, statSync(path, { bigint: true }).ino)
  assert.ok(file.dev > 0)
})

test('a device, a folder and a missing file are no targets', () => {
  for (const path of ['/dev/null', '/', '/no/such/file'])
    assert.equal(identifyFile(path), undefined)
})
