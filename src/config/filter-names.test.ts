import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultPolicy, relationMask, vertexMask } from '../kernel/policy.ts'
import { addFilters, removeFilters } from './filter-names.ts'

test('a name finds its word of the policy, whatever it is a type of', () => {
  assert.deepEqual(
    addFilters(defaultPolicy, 'record', {
      vertices: ['socket'],
      relations: ['read', 'write', 'clone'],
    }),
    {
      nodeFilter: vertexMask('socket'),
      usedFilter: relationMask('used', 'read'),
      generatedFilter: relationMask('generated', 'write'),
      informedFilter: relationMask('informed', 'clone'),
    },
  )
  assert.deepEqual(
    addFilters(defaultPolicy, 'propagate', { vertices: ['file'], relations: ['version_entity'] }),
    {
      propagateNodeFilter: vertexMask('directory', 'char', 'block', 'file'),
      propagateDerivedFilter: relationMask('derived', 'version_entity'),
    },
  )
})

test('packet_content is a vertex type and a relation type', () => {
  assert.deepEqual(addFilters(defaultPolicy, 'record', { relations: ['packet_content'] }), {
    derivedFilter: relationMask('derived', 'packet_content'),
  })
})

test('removing takes these types out and leaves the others', () => {
  assert.deepEqual(removeFilters(defaultPolicy, 'propagate', { vertices: ['char', 'pipe'] }), {
    propagateNodeFilter: vertexMask('directory', 'block'),
  })
})

test('refuses what no type is, and families without a filter', () => {
  const refused = (types: object) => () => addFilters(defaultPolicy, 'record', types)
  assert.throws(refused({ vertices: ['dragon'] }), TypeError('there is no vertex type "dragon"'))
  assert.throws(refused({ relations: ['task'] }), TypeError('there is no relation type "task"'))
  assert.throws(
    refused({ relations: ['ran_on'] }),
    /family associated, such as ran_on, have no filter/,
  )
})
