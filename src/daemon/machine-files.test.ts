import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { keptMachineId, nextBootId } from './machine-files.ts'

function aFile(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-id-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return join(directory, 'id')
}

test('the machine id is made once, in four bytes, and stays', (t) => {
  const file = aFile(t)
  const made = keptMachineId(file)
  assert.notEqual(made, 0)
  assert.equal(readFileSync(file).length, 4)
  assert.equal(keptMachineId(file), made)
})

test('takes over the number that CamFlow wrote', (t) => {
  const file = aFile(t)
  writeFileSync(file, Buffer.of(0x44, 0x8d, 0xe5, 0x58))
  assert.equal(keptMachineId(file), 0x58e58d44)
})

test('the boot id counts from 1, and goes round past 0', (t) => {
  const file = aFile(t)
  assert.equal(nextBootId(file), 1)
  assert.equal(nextBootId(file), 2)
  assert.deepEqual([...readFileSync(file)], [2, 0, 0, 0])
  writeFileSync(file, Buffer.of(255, 255, 255, 255))
  assert.equal(nextBootId(file), 1)
})

test('refuses a damaged file rather than give numbers a second time', (t) => {
  const file = aFile(t)
  writeFileSync(file, 'no')
  const isRefusal = (error: unknown) =>
    error instanceof CamflowError && error.code === 'CF_IDENTITY_FILE'
  assert.throws(() => nextBootId(file), isRefusal)
  assert.throws(() => keptMachineId(file), isRefusal)
})
