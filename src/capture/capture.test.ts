import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { FakeRelay } from '../kernel/fake.ts'
import type { DecodeProblem } from '../record/decode.ts'
import { encodeChunk, encodeRelation } from '../record/encode.ts'
import type { RelationRecord } from '../record/record.ts'
import { type RecordOptions, recordsOf } from './capture.ts'
import type { CaptureSession } from './session.ts'

const scope = { bootId: 3, machineId: 7 }
const head = { epoch: 1, jiffies: 5n, timeNs: 6n }

const read: RelationRecord = {
  ...{ kind: 'relation', type: 'read', family: 'used', id: 1n, ...head, ...scope },
  ...{ allowed: true, flags: 0n, offset: undefined, taskId: 9n },
  sender: { type: 'file', id: 1n, version: 0 },
  receiver: { type: 'task', id: 2n, version: 0 },
}

/** A vertex message of 8 bytes whose type nobody has. */
const unknownVertex = Uint8Array.of(8, 0, 1, 255, 0, 0, 0, 0)

/** The records of a ring that holds two messages that cannot be read around one that can. */
async function readDamaged(options: RecordOptions): Promise<readonly string[]> {
  const relay = new FakeRelay()
  relay.put(encodeChunk(head, [unknownVertex, encodeRelation(read), unknownVertex]))
  const counters = { relationIds: 1, read: () => ({ lostRelations: 0, relationIds: 1 }) }
  const session = { relay, counters, ...scope } as unknown as CaptureSession
  const types: string[] = []
  for await (const record of recordsOf(session, { ...options, signal: AbortSignal.abort() })) {
    types.push(record.kind === 'loss' ? 'loss' : record.type)
  }
  return types
}

test('tells each message that cannot be read, and goes on with the next', async () => {
  const problems: DecodeProblem[] = []
  const types = await readDamaged({ onProblem: (problem) => void problems.push(problem) })
  assert.deepEqual(types, ['read'])
  assert.deepEqual(
    problems.map(({ code, detail }) => [code, detail]),
    [
      ['CF_RECORD_UNKNOWN_TYPE', 'vertex 255'],
      ['CF_RECORD_UNKNOWN_TYPE', 'vertex 255'],
    ],
  )
})

test('warns once for each code where nobody listens', async () => {
  const warnings: unknown[] = []
  const listener = (warning: Error & { code?: string }) =>
    void warnings.push([warning.name, warning.code, warning.message])
  process.on('warning', listener)
  const warned = once(process, 'warning')
  assert.deepEqual(await readDamaged({}), ['read'])
  await warned
  process.off('warning', listener)
  assert.deepEqual(warnings, [
    ['CamflowWarning', 'CF_RECORD_UNKNOWN_TYPE', 'a record was skipped: vertex 255'],
  ])
})
