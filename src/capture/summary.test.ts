import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDecoder } from '../record/decode.ts'
import { encodeChunk, encodeRelation, encodeVertex } from '../record/encode.ts'
import type { RelationRecord, VertexRecord } from '../record/record.ts'
import { SummaryCollector } from './summary.ts'

const scope = { bootId: 1, machineId: 1 }
const stamp = { epoch: 1, jiffies: 0n, timeNs: 0n }

function aPath(id: bigint, pathname: string): VertexRecord {
  return {
    ...{ kind: 'vertex', type: 'path', id, version: 0, taint: 0n, nameId: 0n },
    ...scope,
    ...stamp,
    pathname,
  } as unknown as VertexRecord
}

function aRelation(
  type: RelationRecord['type'],
  sender: RelationRecord['sender'],
  receiver: RelationRecord['receiver'],
): RelationRecord {
  return {
    ...{ kind: 'relation', type, family: 'used', id: 1n, allowed: true, flags: 0n },
    ...{ offset: undefined, taskId: 1n, sender, receiver },
    ...scope,
    ...stamp,
  }
}

const file = (id: bigint) => ({ type: 'file', id, version: 0 }) as const
const path = (id: bigint) => ({ type: 'path', id, version: 0 }) as const
const task = { type: 'task', id: 9n, version: 0 } as const
const socket = { type: 'socket', id: 20n, version: 0 } as const

function summaryOf(...records: readonly (RelationRecord | VertexRecord)[]) {
  const collector = new SummaryCollector()
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => collector.vertex(vertex),
    onRelation: (relation) => collector.relation(relation),
    onError: ({ code, detail }) => assert.fail(`${code} ${detail}`),
  })
  for (const record of records) {
    const message = record.kind === 'vertex' ? encodeVertex(record) : encodeRelation(record)
    const chunk = encodeChunk(stamp, [message])
    decoder.chunk(chunk, 0, chunk.length)
  }
  return collector.summary()
}

test('lists files by what was done to them, each once, by their names', () => {
  const summary = summaryOf(
    aPath(100n, '/a'),
    aRelation('named', path(100n), file(1n)),
    aRelation('read', file(1n), task),
    aRelation('read', file(1n), task),
    aRelation('inode_create', task, file(2n)),
    aRelation('write', task, file(2n)),
    aPath(200n, '/b'),
    aRelation('named', path(200n), file(2n)),
  )
  assert.deepEqual(summary.read, { names: ['/a'], others: 0 })
  assert.deepEqual(summary.written, { names: ['/b'], others: 0 })
  assert.deepEqual(summary.created, { names: ['/b'], others: 0 })
  assert.deepEqual([summary.vertices, summary.relations], [2, 6])
})

test('a directory in which a file is made was not made itself', () => {
  const directory = (id: bigint) => ({ type: 'directory', id, version: 0 }) as const
  const summary = summaryOf(
    aRelation('perm_check', directory(1n), task),
    aRelation('inode_create', task, directory(1n)),
    aRelation('inode_create', task, directory(2n)),
    aRelation('perm_check', directory(2n), task),
  )
  assert.deepEqual(summary.created, { names: [], others: 1 })
})

test('counts what has no name, and leaves out what is no file', () => {
  const pipe = { type: 'pipe', id: 3n, version: 0 } as const
  const summary = summaryOf(aRelation('read', file(1n), task), aRelation('read', pipe, task))
  assert.deepEqual(summary.read, { names: [], others: 1 })
})

test('tells addresses that were talked to, not those only bound', () => {
  const addr = Uint8Array.of(2, 0, 0, 80, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0)
  const address = (id: bigint) =>
    ({
      ...{ kind: 'vertex', type: 'address', id, version: 0, taint: 0n, nameId: 0n, addr },
      ...scope,
      ...stamp,
    }) as unknown as VertexRecord
  const end = (id: bigint) => ({ type: 'address', id, version: 0 }) as const
  const addressed = [address(30n), aRelation('addressed', end(30n), socket)]
  const bound = summaryOf(...addressed, aRelation('bind', task, socket))
  assert.deepEqual(bound.addresses.names, [])
  const connected = summaryOf(...addressed, aRelation('connect', task, socket))
  assert.deepEqual(connected.addresses.names, ['192.0.2.1:80'])
})
