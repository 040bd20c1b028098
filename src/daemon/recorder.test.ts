import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CamflowError } from '../errors.ts'
import type { DocumentReceiver } from '../formats/format.ts'
import { createW3cFormat } from '../formats/w3c.ts'
import { FakeRelay } from '../kernel/fake.ts'
import { NullOutput } from '../outputs/null.ts'
import { encodeChunk, encodeRelation } from '../record/encode.ts'
import { readDaemonRequest } from './command-line.ts'
import { startRecorder, summaryLine } from './recorder.ts'

function aChunk(id: number): Uint8Array {
  const end = { id: 7n, version: 0 }
  const common = { bootId: 1, machineId: 2, epoch: 1, jiffies: 0n, timeNs: 0n, flags: 0n }
  const relation = encodeRelation({
    ...common,
    kind: 'relation',
    type: 'read',
    family: 'used',
    id: BigInt(id),
    allowed: true,
    offset: undefined,
    taskId: 5n,
    sender: { ...end, type: 'file' },
    receiver: { ...end, type: 'task' },
  })
  return encodeChunk({ epoch: 1, jiffies: 1n, timeNs: 1n }, [relation])
}

async function aRecorder(output: NullOutput, lines: string[] = []) {
  const relay = new FakeRelay()
  await output.open()
  const scope = { bootId: 1, machineId: 2 }
  const format = (onDocument: DocumentReceiver) =>
    createW3cFormat({ ...scope, onDocument, clockOffsetSeconds: 0 })
  const recorder = startRecorder({
    capture: {
      ...{ relay, ...scope, firstRelation: 1 },
      counters: () => ({ relationIds: 3, lostRelations: 1 }),
      end: async () => {},
    },
    lanes: [{ output, format }],
    tell: (line) => void lines.push(line),
    graceMs: 60_000,
  })
  return { relay, recorder, lines }
}

test('writes what is in the ring on stop and accounts for what is missing', async () => {
  const { relay, recorder, lines } = await aRecorder(new NullOutput())
  relay.put(aChunk(1))
  relay.put(aChunk(3))
  recorder.stop()
  const stats = await recorder.done
  assert.deepEqual(lines, ['lost relations 2 to 2 (ring_full)'])
  assert.match(
    summaryLine(stats),
    /^2 relations and 0 vertices in \d+ documents.*; 1 relations lost$/,
  )
})

test('stops at once on the second request, leaving what was not taken in the ring', async () => {
  class Blocked extends NullOutput {
    override async write(_document: Uint8Array, signal?: AbortSignal): Promise<void> {
      while (!signal?.aborted) await sleep(1)
      throw new CamflowError('CF_OUTPUT_ABORTED')
    }
  }
  const { relay, recorder } = await aRecorder(new Blocked())
  relay.put(aChunk(1))
  await sleep(20)
  recorder.stop()
  recorder.stop()
  await assert.rejects(
    recorder.done,
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_ABORTED',
  )
  assert.notEqual(relay.fillBytes, 0)
})

test('reads the command line and names the option at fault', () => {
  assert.equal(readDaemonRequest(['--ring', '4M', '--private'])?.ringBytes, 4 * 1024 * 1024)
  assert.equal(readDaemonRequest(['--private'])?.pinDirectory, undefined)
  assert.deepEqual(readDaemonRequest(['--config', '/c'])?.recording, {
    outputs: [],
    configFile: '/c',
  })
  assert.equal(readDaemonRequest(['--help']), undefined)
  assert.throws(() => readDaemonRequest(['--ring', '3M']), /--ring/)
  assert.throws(() => readDaemonRequest(['--capture', 'magic']), /--capture/)
  assert.throws(() => readDaemonRequest(['--profile', 'x']), /profile x/)
  assert.throws(() => readDaemonRequest(['--private', '--pin', '/x']), /--pin/)
})
