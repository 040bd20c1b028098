import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { SavedFiles } from './saved-files.ts'

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-saved-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

const place = (name: string) => join(directory, name)
const texts = (files: SavedFiles) =>
  files.paths().map((path) => Buffer.from(path).toString('latin1'))

test('paths of any bytes are found again by the next who looks', () => {
  const odd = Buffer.from([0x2f, 0xff, 0x0a, 0x22])
  const files = new SavedFiles(place('sub/list'))
  assert.deepEqual(files.paths(), [])
  assert.equal(files.add(odd), true)
  assert.equal(files.add(Buffer.from('/é')), true)
  assert.equal(files.add(odd), true)
  const [one, two, ...more] = new SavedFiles(place('sub/list')).paths()
  assert.deepEqual([one, two, more], [odd, Buffer.from('/é'), []])
})

test('the list is replaced as a whole', () => {
  const files = new SavedFiles(place('replaced'))
  files.add(Buffer.from('/a'))
  files.replace([Buffer.from('/b'), Buffer.from('/b'), Buffer.from('/c')])
  assert.deepEqual(texts(files), ['/b', '/c'])
  files.add(Buffer.from('/a'))
  assert.deepEqual(texts(new SavedFiles(place('replaced'))), ['/b', '/c', '/a'])
})

test('a path that was not written to its end is none', () => {
  const files = new SavedFiles(place('torn'))
  files.add(Buffer.from('/a'))
  appendFileSync(place('torn'), '/half')
  assert.deepEqual(texts(files), ['/a'])
})

test('a full list takes what it has already, and no more', () => {
  const files = new SavedFiles(place('full'), 1)
  assert.equal(files.add(Buffer.from('/a')), true)
  assert.equal(files.add(Buffer.from('/a')), true)
  assert.equal(files.add(Buffer.from('/b')), false)
})

test('a list that cannot be written is told', () => {
  writeFileSync(place('no-directory'), '')
  assert.throws(
    () => new SavedFiles(place('no-directory/list')).add(Buffer.from('/a')),
    (error) => error instanceof CamflowError && error.code === 'CF_SAVED_FILES',
  )
})
