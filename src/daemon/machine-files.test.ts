import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CamflowError } from '../errors.ts'
import { keptMachineId, nextBootId } from './machine-files.ts'

function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-id-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return directory
}

test('the machine id is made once, in four bytes, and stays', (t) => {
  const directory = aDirectory(t)
  const made = keptMachineId(directory)
  assert.notEqual(made, 0)
  assert.equal(readFileSync(join(directory, 'camflow-machine_id')).length, 4)
  assert.equal(keptMachineId(directory), made)
})

test('takes over the number that CamFlow wrote', (t) => {
  const directory = aDirectory(t)
  writeFileSync(join(directory, 'camflow-machine_id'), Buffer.of(0x44, 0x8d, 0xe5, 0x58))
  assert.equal(keptMachineId(directory), 0x58e58d44)
})

test('the boot id counts from 1, and goes round past 0', (t) => {
  const directory = aDirectory(t)
  assert.equal(nextBootId(directory), 1)
  assert.equal(nextBootId(directory), 2)
  assert.deepEqual([...readFileSync(join(directory, 'camflow-boot_id'))], [2, 0, 0, 0])
  writeFileSync(join(directory, 'camflow-boot_id'), Buffer.of(255, 255, 255, 255))
  assert.equal(nextBootId(directory), 1)
})

test('refuses a damaged file rather than give numbers a second time', (t) => {
  const directory = aDirectory(t)
  for (const name of ['machine_id', 'boot_id']) {
    writeFileSync(join(directory, `camflow-${name}`), 'no')
  }
  const isRefusal = (error: unknown) =>
    error instanceof CamflowError && error.code === 'CF_IDENTITY_FILE'
  assert.throws(() => nextBootId(directory), isRefusal)
  assert.throws(() => keptMachineId(directory), isRefusal)
})
