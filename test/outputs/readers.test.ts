/** Readers that stop, die and come back: capture goes on, and what they miss is told to the relation. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FifoOutput } from '../../src/outputs/fifo.ts'
import { UnixSocketOutput } from '../../src/outputs/unix-socket.ts'
import { DatagramReader } from '../contract/datagram-reader.ts'
import { PipeReader } from '../contract/pipe-reader.ts'
import { account, aRecording, assertExact, until } from './records.ts'

const BUFFER_BYTES = 200_000

function aPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-readers-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'place')
}

/** Whether this process has a file open. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path
    } catch {
      // The one that listed the folder.
      return false
    }
  })
}

/** The documents that ended; a reader that dies leaves the start of one. */
const whole = (text: string) => text.split('\n').slice(0, -1)

test('the reader of a pipe stops, dies and another comes: every relation is there or told', async (t) => {
  const path = aPath(t)
  const output = new FifoOutput({ path, lookMs: 1 })
  await output.open()
  const recording = aRecording(output, BUFFER_BYTES)
  const first = new PipeReader(path)
  first.start()
  await recording.capture(500)
  await until(() => recording.lane().waitingDocuments === 0)
  first.stop()
  await recording.capture(2000)
  first.take(10_000)
  // Nobody reads, and capture went on: the pipe and the buffer are full, the rest is dropped.
  const stuck = recording.lane()
  assert.ok(stuck.waitingBytes <= BUFFER_BYTES)
  assert.ok(stuck.droppedRelations > 0)
  first.leave()
  // A pipe does not tell of a reader that takes the place of another at once.
  await until(() => !isOpen(path))
  const second = new PipeReader(path)
  second.start()
  await until(() => recording.lane().waitingDocuments === 0)
  await recording.capture(500)
  const [lane] = (await recording.stop()).lanes
  await output.close()
  second.rest()
  const result = account([...whole(first.text), ...whole(second.text)])
  assertExact(result, recording.made)
  assert.equal(result.lost.count(), lane?.droppedRelations)
  second.leave()
})

test('the reader of a socket stops, dies and another comes: every relation is there or told', async (t) => {
  const path = aPath(t)
  const output = new UnixSocketOutput({ path, lookMs: 1 })
  await output.open()
  const recording = aRecording(output, BUFFER_BYTES)
  const first = await DatagramReader.bind(path)
  t.after(() => first.kill())
  await recording.capture(500)
  // Stopped while it has nothing in hand: what it has received and not passed on dies with it.
  await first.until((text) => text.includes('"cf:id":"500"') && text.endsWith('\n'))
  first.stop()
  await recording.capture(2000)
  const stuck = recording.lane()
  assert.ok(stuck.waitingBytes <= BUFFER_BYTES)
  assert.ok(stuck.droppedRelations > 0)
  await first.kill()
  const second = await DatagramReader.bind(path)
  t.after(() => second.kill())
  await until(() => recording.lane().waitingDocuments === 0)
  await recording.capture(500)
  const [lane] = (await recording.stop()).lanes
  await second.until((text) => text.includes(`"cf:id":"${recording.made}"`) && text.endsWith('\n'))
  await output.close()
  const result = account([...whole(first.text), ...whole(second.text)])
  assertExact(result, recording.made)
  assert.equal(result.lost.count(), lane?.droppedRelations)
})
