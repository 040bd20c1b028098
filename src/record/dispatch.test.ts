import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dispatch } from './dispatch.ts'
import type { LossRecord, ProvenanceRecord, RelationRecord, VertexRecord } from './record.ts'

const made = { bootId: 3, machineId: 7, epoch: 1, timeNs: 6n }

const memory: VertexRecord = {
  ...{ kind: 'vertex', type: 'process_memory', id: 4n, version: 0, ...made, jiffies: 5n },
  ...{ taint: 0n, nameId: 0n, secid: 0, uid: 0, gid: 0, tgid: 42 },
} as VertexRecord

const read: RelationRecord = {
  ...{ kind: 'relation', type: 'read', family: 'used', id: 1n, ...made, jiffies: 5n },
  ...{ allowed: true, flags: 0n, offset: undefined, taskId: 9n },
  sender: { type: 'file', id: 1n, version: 0 },
  receiver: { type: 'task', id: 2n, version: 0 },
}

const loss: LossRecord = {
  kind: 'loss',
  first: 2n,
  last: 3n,
  count: 2n,
  cause: 'ring_full',
  ...made,
}

test('gives each record to the callback of its type or family, after `received`', () => {
  const calls: string[] = []
  const handlers = {
    received: ({ kind }: ProvenanceRecord) => void calls.push(`received ${kind}`),
    process_memory: ({ tgid }: { tgid: number }) => void calls.push(`memory of ${tgid}`),
    used: ({ type, family }: RelationRecord) => void calls.push(`${type} of ${family}`),
    loss: ({ count }: LossRecord) => void calls.push(`lost ${count}`),
  }
  for (const record of [memory, read, loss]) dispatch(record, handlers)
  assert.deepEqual(calls, [
    ...['received vertex', 'memory of 42', 'received relation', 'read of used'],
    ...['received loss', 'lost 2'],
  ])
})

test('what the filter says yes to stops before the typed callbacks', () => {
  const calls: string[] = []
  dispatch(read, {
    received: () => void calls.push('received'),
    filter: (record) => record.kind === 'relation' && record.type === 'read',
    used: () => void calls.push('used'),
  })
  assert.deepEqual(calls, ['received'])
})

test('a record that nobody asked for is no error', () => {
  dispatch(read, { error: () => assert.fail('an error'), derived: () => assert.fail('derived') })
  dispatch(loss, {})
})

test('a type that nobody knows is told, or thrown where nobody listens', () => {
  const unknown = { ...memory, type: 'dragon' } as unknown as ProvenanceRecord
  const problems: unknown[] = []
  dispatch(unknown, { error: (problem) => void problems.push(problem) })
  assert.deepEqual(problems, [{ code: 'CF_RECORD_UNKNOWN_TYPE', detail: 'vertex dragon' }])
  assert.throws(() => dispatch(unknown, {}), { code: 'CF_RECORD_UNKNOWN_TYPE' })
})

test('a callback knows the fields of its type', () => {
  dispatch(memory, {
    process_memory: (vertex) => {
      const tgid: number = vertex.tgid
      // @ts-expect-error the memory of a process has no pid
      assert.equal(vertex.pid, undefined)
      assert.equal(tgid, 42)
    },
  })
})
