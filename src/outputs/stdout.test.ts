import assert from 'node:assert/strict'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { outputContract } from '../../test/contract/output.ts'
import { PipeReader } from '../../test/contract/pipe-reader.ts'
import { CamflowError } from '../errors.ts'
import { makeNamedPipe } from '../kernel/named-pipe.ts'
import { StdoutOutput } from './stdout.ts'

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-stdout-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

outputContract('stdout into a file', async (t) => {
  const path = join(aFolder(t), 'out')
  closeSync(openSync(path, 'w'))
  return { output: new StdoutOutput({ path }), read: async () => readFileSync(path, 'utf8') }
})

outputContract('stdout into a pipe', async (t) => {
  const path = join(aFolder(t), 'pipe')
  makeNamedPipe(path, 0o600)
  const reader = new PipeReader(path)
  t.after(() => reader.leave())
  reader.start()
  return { output: new StdoutOutput({ path }), read: async () => reader.rest() }
})

test('stdout ends the recording when its reader leaves', async (t) => {
  const path = join(aFolder(t), 'pipe')
  makeNamedPipe(path, 0o600)
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const output = new StdoutOutput({ path })
  await output.open()
  closeSync(reader)
  await assert.rejects(
    output.write(new Uint8Array(10)),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_GONE',
  )
  await output.close()
})
