import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDecoder } from '../record/decode.ts'
import { encodeChunk, encodeVertex } from '../record/encode.ts'
import { createW3cFormat } from './w3c.ts'
import type { W3cProfile } from './w3c-context.ts'

const scope = { bootId: 3, machineId: 7 }
const head = { id: 1n, version: 2, taint: 0n, nameId: 0n, epoch: 1, jiffies: 5n, timeNs: 6n }
const numbers = { pid: 5, vpid: 5, secid: 0 }
const counters = { utime: 0n, stime: 0n, vm: 0n, rss: 0n, hwVm: 0n, hwRss: 0n }
const bytes = { rbytes: 0n, wbytes: 0n, cancelWbytes: 0n }
const spaces = { utsns: 1, ipcns: 2, mntns: 3, pidns: 4, netns: 5, cgroupns: 6 }

/** What a document says of how a task ended. */
function endOf(exitStatus: number, profile: W3cProfile): readonly string[] {
  const documents: string[] = []
  const format = createW3cFormat({
    ...{ ...scope, profile, clockOffsetSeconds: 0 },
    onDocument: (document) => documents.push(Buffer.from(document).toString()),
  })
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => format.vertex(vertex),
    onRelation: () => {},
    onError: (problem) => assert.fail(problem.detail),
  })
  const record = { kind: 'vertex', type: 'task', ...scope, ...head, ...numbers, exitStatus }
  const vertex = encodeVertex({ ...record, ...counters, ...bytes, ...spaces } as never)
  const chunk = encodeChunk({ ...head, taskId: 1n }, [vertex])
  decoder.chunk(chunk, 0, chunk.length)
  format.flush()
  return [...documents.join('').matchAll(/"cf:(exit_\w+":\d+)/g)].map(([, found = '']) => found)
}

test('a task that runs has no exit code', () => {
  assert.deepEqual(endOf(0, 'standard'), [])
})

test('a task that ended by itself has its exit code', () => {
  assert.deepEqual(endOf((42 << 8) + 1, 'standard'), ['exit_code":42'])
  assert.deepEqual(endOf(1, 'standard'), ['exit_code":0'])
})

test('a task that a signal ended has the signal, whether or not it left a core', () => {
  assert.deepEqual(endOf(15 + 1, 'standard'), ['exit_signal":15'])
  assert.deepEqual(endOf((11 | 0x80) + 1, 'standard'), ['exit_signal":11'])
})

test('the profile compat tells neither, as CamFlow 0.9', () => {
  assert.deepEqual(endOf((42 << 8) + 1, 'compat'), [])
})
