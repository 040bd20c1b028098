import assert from 'node:assert/strict'
import { mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { outputContract } from '../../test/contract/output.ts'
import { CamflowError } from '../errors.ts'
import { LogOutput } from './log.ts'
import type { OpenFile } from './log-file.ts'
import type { OutputStatus } from './output.ts'

const line = (text: string) => new TextEncoder().encode(`${text}\n`)

async function aPath(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'camflow-log-'))
  t.after(() => rm(folder, { recursive: true }))
  return join(folder, 'audit.log')
}

outputContract('log', async (t) => {
  const path = await aPath(t)
  return { output: new LogOutput({ path }), read: () => readFile(path, 'utf8') }
})

/** A disk with room for `disk.room` bytes: a write takes what fits, the next one fails. */
function aSmallDisk(room: number): { room: number; openFile: OpenFile } {
  const disk = {
    room,
    openFile: async (path: string, flags: string, mode: number) => {
      const handle = await open(path, flags, mode)
      const realWrite = handle.write.bind(handle) as (
        b: Uint8Array,
        o: number,
        l: number,
      ) => Promise<{ bytesWritten: number; buffer: Uint8Array }>
      const write = async (bytes: Uint8Array, from = 0) => {
        if (disk.room === 0)
          throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
        const result = await realWrite(bytes, from, Math.min(disk.room, bytes.byteLength - from))
        disk.room -= result.bytesWritten
        return result
      }
      return Object.assign(handle, { write }) as typeof handle
    },
  }
  return disk
}

test('log creates its file with mode 0644 and appends to what is there', async (t) => {
  const path = await aPath(t)
  for (const text of ['first', 'second']) {
    const output = new LogOutput({ path })
    await output.open()
    await output.write(line(text))
    await output.close()
  }
  assert.equal(await readFile(path, 'utf8'), 'first\nsecond\n')
  assert.equal((await stat(path)).mode & 0o777, 0o644 & ~process.umask())
})

test('log says what to do when its folder is missing', async () => {
  const output = new LogOutput({ path: '/nonexistent/audit.log' })
  await assert.rejects(
    output.open(),
    (error: unknown) =>
      error instanceof CamflowError &&
      error.code === 'CF_OUTPUT_OPEN' &&
      error.message.includes('folder does not exist'),
  )
})

test('log waits on a full disk, keeps whole lines, reports once and resumes', async (t) => {
  const path = await aPath(t)
  const disk = aSmallDisk(10)
  const told: OutputStatus['state'][] = []
  const observer = (status: OutputStatus) => void told.push(status.state)
  const output = new LogOutput({ path, observer, openFile: disk.openFile, longestPauseMs: 20 })
  await output.open()
  await output.write(line('12345'))
  const blocked = output.write(line('67890'))
  await sleep(200)
  assert.equal(
    await readFile(path, 'utf8'),
    '12345\n',
    'the part of a line that fitted is taken back',
  )
  assert.deepEqual(told, ['blocked'])
  disk.room = 1000
  await blocked
  assert.deepEqual(told, ['blocked', 'resumed'])
  assert.equal(await readFile(path, 'utf8'), '12345\n67890\n')
  await output.close()
})

test('log gives up a waiting document on abort and leaves nothing of it', async (t) => {
  const path = await aPath(t)
  const output = new LogOutput({ path, openFile: aSmallDisk(8).openFile })
  await output.open()
  await output.write(line('12345'))
  await assert.rejects(
    output.write(line('67890'), AbortSignal.timeout(50)),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_ABORTED',
  )
  assert.equal(await readFile(path, 'utf8'), '12345\n')
  await output.close()
})

test('log writes to the new file after a rotation', async (t) => {
  const path = await aPath(t)
  const output = new LogOutput({ path })
  await output.open()
  await output.write(line('old'))
  await rename(path, `${path}.1`)
  await output.reopen()
  await output.write(line('new'))
  await output.close()
  assert.equal(await readFile(`${path}.1`, 'utf8'), 'old\n')
  assert.equal(await readFile(path, 'utf8'), 'new\n')
})

test('log moves a blocked document to the new file when rotated', async (t) => {
  const path = await aPath(t)
  const disk = aSmallDisk(8)
  const output = new LogOutput({ path, openFile: disk.openFile, longestPauseMs: 20 })
  await output.open()
  await output.write(line('12345'))
  const blocked = output.write(line('67890'))
  await sleep(20)
  await rename(path, `${path}.1`)
  await output.reopen()
  disk.room = 1000
  await blocked
  await output.close()
  assert.equal(await readFile(`${path}.1`, 'utf8'), '12345\n')
  assert.equal(await readFile(path, 'utf8'), '67890\n')
})

test('log cuts the document that a killed writer left unfinished', async (t) => {
  const path = await aPath(t)
  await writeFile(path, '{"a":1}\n{"b":')
  const output = new LogOutput({ path })
  await output.open()
  await output.write(line('{"c":3}'))
  await output.close()
  assert.equal(await readFile(path, 'utf8'), '{"a":1}\n{"c":3}\n')
})

test('log never removes text that is not an unfinished document', async (t) => {
  const path = await aPath(t)
  await writeFile(path, 'notes of mine')
  const output = new LogOutput({ path })
  await output.open()
  await output.write(line('{"c":3}'))
  await output.close()
  assert.equal(await readFile(path, 'utf8'), 'notes of mine\n{"c":3}\n')
})
