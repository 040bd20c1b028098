import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NameBook } from './name-book.ts'
import type { VertexRecord } from './record.ts'

const path = (id: bigint, pathname: string): VertexRecord => ({
  ...{ kind: 'vertex', type: 'path', id, version: 0, bootId: 3, machineId: 7, epoch: 1 },
  ...{ jiffies: 5n, timeNs: 6n, taint: 0n, nameId: 0n, pathname, truncated: false },
})

test('reads the name of a vertex from the paths that came', () => {
  const names = new NameBook()
  names.add(path(11n, '/etc/hosts'))
  assert.equal(names.text(11n), '/etc/hosts')
  assert.equal(names.text(12n), undefined)
  assert.equal(names.text(0n), undefined)
})

test('forgets what was told longest ago', () => {
  const names = new NameBook(2)
  for (const [id, text] of [
    [1n, '/a'],
    [2n, '/b'],
    [1n, '/a'],
    [3n, '/c'],
  ] as const) {
    names.add(path(id, text))
  }
  assert.deepEqual(
    [1n, 2n, 3n].map((id) => names.text(id)),
    ['/a', undefined, '/c'],
  )
})
