import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { DatagramReader } from '../../test/contract/datagram-reader.ts'
import { outputContract } from '../../test/contract/output.ts'
import { CamflowError } from '../errors.ts'
import { UnixSocketOutput } from './unix-socket.ts'

const line = (text: string) => new TextEncoder().encode(`${text}\n`)

function aPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-socket-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'socket')
}

async function aReader(t: TestContext, path: string): Promise<DatagramReader> {
  const reader = await DatagramReader.bind(path)
  t.after(() => reader.kill())
  return reader
}

outputContract('unix_socket', async (t) => {
  const path = aPath(t)
  const reader = await aReader(t, path)
  const read = async (expectedBytes: number) => {
    await reader.until(() => reader.text.length >= expectedBytes)
    return reader.text
  }
  return { output: new UnixSocketOutput({ path }), read, longestBytes: 150_000 }
})

test('unix_socket refuses a path that no socket can have', async () => {
  const isOpenError = (error: unknown) =>
    error instanceof CamflowError && error.code === 'CF_OUTPUT_OPEN'
  const long = new UnixSocketOutput({ path: `/tmp/${'x'.repeat(108)}` })
  await assert.rejects(long.open(), isOpenError)
})

test('unix_socket waits for a reader and gives the next one what the one before may have missed', async (t) => {
  const path = aPath(t)
  const states: string[] = []
  const output = new UnixSocketOutput({
    path,
    lookMs: 1,
    endsWithZero: true,
    observer: ({ state }) => {
      if (state === 'attached') states.push(state)
    },
  })
  await output.open()
  const early = output.write(line('1'))
  const first = await aReader(t, path)
  await early
  await first.until((text) => text.endsWith('1\n\0'))
  first.stop()
  await output.write(line('2'))
  await output.write(line('3'))
  await first.kill()
  const late = output.write(line('4'))
  const second = await aReader(t, path)
  await late
  await second.until((text) => text.endsWith('4\n\0'))
  assert.deepEqual(states, ['attached', 'attached'])
  assert.match(second.text, /^(1\n\0)?2\n\0(3\n\0)4\n\0$/)
  await output.close()
})

test('unix_socket waits while the reader does not read', async (t) => {
  const path = aPath(t)
  const reader = await aReader(t, path)
  const output = new UnixSocketOutput({ path })
  await output.open()
  reader.stop()
  const COUNT = 2000
  const writes = Array.from({ length: COUNT }, (_, id) => output.write(line(`${id}`)))
  reader.letGo()
  await Promise.all(writes)
  const all = Array.from({ length: COUNT }, (_, id) => `${id}\n`).join('')
  await reader.until((text) => text.endsWith(`${COUNT - 1}\n`))
  assert.equal(reader.text, all)
  await output.close()
})
