import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { outputContract } from '../../test/contract/output.ts'
import { PipeReader } from '../../test/contract/pipe-reader.ts'
import { CamflowError } from '../errors.ts'
import { makeNamedPipe } from '../kernel/named-pipe.ts'
import { FifoOutput } from './fifo.ts'

const line = (text: string) => new TextEncoder().encode(`${text}\n`)
/** Documents `first` to `last`, 10,000 bytes each: a pipe holds six. */
const longLine = (id: number) => line(String(id).padEnd(9999, '.'))

function aPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-fifo-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'pipe')
}

/** The numbers of the whole lines of a text. */
const numbersOf = (text: string) => [...text.matchAll(/^(\d+)\.*\n/gm)].map(([, id]) => Number(id))

outputContract('fifo', async (t) => {
  const path = aPath(t)
  makeNamedPipe(path, 0o600)
  const reader = new PipeReader(path)
  t.after(() => reader.leave())
  reader.start()
  return { output: new FifoOutput({ path }), read: async () => reader.rest() }
})

test('fifo makes its pipe, and uses one that is there', async (t) => {
  const path = aPath(t)
  for (let round = 0; round < 2; round++) {
    const output = new FifoOutput({ path })
    await output.open()
    await output.close()
  }
  new PipeReader(path).leave()
})

test('fifo refuses a path that is something else', async (t) => {
  const path = aPath(t)
  writeFileSync(path, '')
  await assert.rejects(
    new FifoOutput({ path }).open(),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_OPEN',
  )
})

test('fifo waits for a reader, and ends documents with a zero byte when asked', async (t) => {
  const path = aPath(t)
  let readers = 0
  const observer = ({ state }: { state: string }) => {
    if (state === 'attached') readers++
  }
  const output = new FifoOutput({ path, lookMs: 1, endsWithZero: true, observer })
  await output.open()
  const write = output.write(line('1'))
  const reader = new PipeReader(path)
  await write
  assert.equal(reader.rest(), '1\n\0')
  assert.equal(readers, 1)
  await output.close()
  reader.leave()
})

test('fifo gives the next reader what the one before had not read, whole and once', async (t) => {
  const path = aPath(t)
  const output = new FifoOutput({ path, lookMs: 1 })
  await output.open()
  const first = new PipeReader(path)
  for (let id = 1; id <= 5; id++) await output.write(longLine(id))
  first.take(25_000)
  first.leave()
  const write = output.write(longLine(6))
  // That attempt has found the pipe broken when everything that was ready to run has run.
  await new Promise((resolve) => setImmediate(resolve))
  const second = new PipeReader(path)
  second.start()
  await write
  assert.deepEqual(numbersOf(first.text), [1, 2])
  assert.deepEqual(numbersOf(second.rest()), [3, 4, 5, 6])
  assert.equal(second.text.length, 40_000)
  await output.close()
  second.leave()
})

test('fifo gives up a waiting document on abort and goes on with the next', async (t) => {
  const path = aPath(t)
  const output = new FifoOutput({ path, lookMs: 1 })
  await output.open()
  await assert.rejects(
    output.write(line('1'), AbortSignal.timeout(10)),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_ABORTED',
  )
  const reader = new PipeReader(path)
  await output.write(line('2'))
  assert.equal(reader.rest(), '2\n')
  await output.close()
  reader.leave()
})
