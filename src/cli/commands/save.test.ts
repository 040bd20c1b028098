import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, test } from 'node:test'
import { CamflowError } from '../../errors.ts'
import { replaceFile } from './save.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/camflow-save-`)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the file of before stays beside the new one', () => {
  const file = `${folder}/camflow.ini`
  for (const text of ['one', 'two', 'three']) replaceFile(file, text)
  assert.equal(readFileSync(file, 'utf8'), 'three')
  assert.equal(readFileSync(`${file}.old`, 'utf8'), 'two')
  assert.deepEqual(readdirSync(folder).sort(), ['camflow.ini', 'camflow.ini.old'])
})

test('a place that cannot be written is a condition that names it', () => {
  const isTold = (error: unknown) =>
    error instanceof CamflowError &&
    error.code === 'CF_CONFIG_UNWRITABLE' &&
    error.message.includes(`${folder}/absent/camflow.ini.new`)
  assert.throws(() => replaceFile(`${folder}/absent/camflow.ini`, 'text'), isTold)
})

test('nothing is left behind when the new file cannot take its place', () => {
  const file = `${folder}/camflow.ini`
  writeFileSync(file, 'before')
  mkdirSync(`${file}.old`)
  assert.throws(() => replaceFile(file, 'after'), { code: 'CF_CONFIG_UNWRITABLE' })
  assert.equal(readFileSync(file, 'utf8'), 'before')
  assert.deepEqual(readdirSync(folder).sort(), ['camflow.ini', 'camflow.ini.old'])
})
