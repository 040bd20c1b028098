import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphRelation, GraphVertex } from '../../src/graph/graph.ts'
import { SuiteLog } from './window.ts'

const OTHER = '9'
const OWN = '7'

function aVertex(key: string, type: string, attributes: GraphVertex['attributes'] = {}) {
  return { key, objectKey: key, type, provClass: 'entity', version: 0, attributes } as const
}

function aRelation(id: bigint, type: string, ends: string, taskId = OWN): GraphRelation {
  const [from = '', to = ''] = ends.split(' > ')
  return { key: String(id), id, type, section: 'used', from, to, isAllowed: true, taskId }
}

const vertices = [
  aVertex('task', 'task', { 'cf:id': OWN, 'cf:pid': '70' }),
  aVertex('other', 'task', { 'cf:id': OTHER, 'cf:pid': '90' }),
  aVertex('begin', 'file'),
  aVertex('end', 'file'),
  aVertex('file', 'file'),
  aVertex('begin-name', 'path', { 'cf:pathname': '/s/begin' }),
  aVertex('end-name', 'path', { 'cf:pathname': '/s/end' }),
]

function logOf(...between: readonly GraphRelation[]): SuiteLog {
  const relations = [
    aRelation(1n, 'named', 'begin-name > begin', OTHER),
    aRelation(2n, 'named', 'end-name > end', OTHER),
    aRelation(3n, 'read', 'begin > task'),
    ...between,
    aRelation(9n, 'read', 'end > task'),
  ]
  return new SuiteLog({ vertices: new Map(vertices.map((v) => [v.key, v])), relations, losses: [] })
}

test('a target has what its process does, and nothing of others', () => {
  const log = logOf(
    aRelation(4n, 'open', 'file > task'),
    aRelation(5n, 'read', 'file > other', OTHER),
  )
  assert.deepEqual(
    log.edgesOf('/s', 70)?.map(({ relation }) => relation),
    ['open'],
  )
})

test('a signal that a file sends belongs to whom it reaches, for it has no actor', () => {
  const log = logOf(
    aRelation(4n, 'file_sigio', 'file > task', '0'),
    aRelation(5n, 'file_sigio', 'file > other', '0'),
  )
  assert.deepEqual(
    log.relationsOf('/s', 70)?.map(({ id }) => id),
    [4n],
  )
})
