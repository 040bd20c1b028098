import assert from 'node:assert/strict'
import {
  closeSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { lastingPath } from './lasting-path.ts'

let directory = ''
before(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'camflow-path-')))
})
after(() => rmSync(directory, { recursive: true }))

test('keeps a path as it was given, also that of a symbolic link', () => {
  const [file, link] = [join(directory, 'file'), join(directory, 'link')]
  writeFileSync(file, '')
  symlinkSync('file', link)
  assert.equal(lastingPath(file), file)
  assert.equal(lastingPath(link), link)
})

test('a file that is named by a descriptor keeps its own path, and none once it was removed', () => {
  const [file, link] = [join(directory, 'open'), join(directory, 'to-descriptor')]
  const fd = openSync(file, 'w')
  try {
    symlinkSync(`/proc/self/fd/${fd}`, link)
    const names = [`/proc/self/fd/${fd}`, `/proc/${process.pid}/fd/${fd}`, `/dev/fd/${fd}`, link]
    for (const name of names) assert.equal(lastingPath(name), file, name)
    assert.equal(lastingPath(`/proc/self/root${file}`), file)
    rmSync(file)
    for (const name of names) assert.equal(lastingPath(name), undefined, name)
  } finally {
    closeSync(fd)
  }
})

test('another file that took the name of a removed one is not taken for it', () => {
  const file = join(directory, 'again')
  const fd = openSync(file, 'w')
  try {
    rmSync(file)
    writeFileSync(`${file} (deleted)`, '')
    assert.equal(lastingPath(`/dev/fd/${fd}`), undefined)
  } finally {
    closeSync(fd)
  }
})

test('files of /proc itself keep their names', () => {
  assert.equal(lastingPath('/proc/sys/kernel/osrelease'), '/proc/sys/kernel/osrelease')
})
