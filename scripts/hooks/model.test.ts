import assert from 'node:assert/strict'
import { test } from 'node:test'
import { relationTypes, vertexTypes } from '../../src/record/registry.ts'
import { unproducedRelations, unproducedVertices } from '../models/unproduced.ts'
import { hookHeads } from './heads.ts'
import { hookModels, verbEdges, verbRelations } from './model.ts'
import { hookPrograms } from './programs.ts'

const models = hookModels()
const ofVerbs = verbRelations()

function programRelations(hook: string): readonly string[] {
  const own = hookPrograms().filter(({ name }) => name.replace(/__\w+$/, '') === hook)
  return own.flatMap(({ relations }) => relations)
}

function unlessVerb(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].filter((name) => !(ofVerbs as ReadonlySet<string>).has(name)).sort()
}

/** A program that user space runs is told by it what to record. */
const isTold = (hook: string) => hook.startsWith('control_')

for (const { hook, edges } of models.filter((each) => !isTold(each.hook))) {
  test(`the Flows of ${hook} are relations that its programs name`, () => {
    const named = new Set(programRelations(hook))
    const claimed = unlessVerb(edges.map(({ relation }) => relation))
    assert.deepEqual(
      claimed.filter((name) => !named.has(name)),
      [],
    )
  })
}

test('every relation that a program names is in the Flows of a hook that can make it', () => {
  const claims = new Map(
    models.map(({ hook, edges }) => [hook, new Set<string>(edges.map((e) => e.relation))]),
  )
  const named = new Map<string, string[]>()
  for (const hook of claims.keys()) {
    for (const name of unlessVerb(programRelations(hook))) {
      named.set(name, [...(named.get(name) ?? []), hook])
    }
  }
  // Hooks may share a function that names the relations of all of them.
  const open = [...named].filter(
    ([name, hooks]) => !hooks.some((hook) => claims.get(hook)?.has(name)),
  )
  assert.deepEqual(open, [])
})

test('a hook without Flows names no relation', () => {
  const silent = hookHeads().filter(({ name }) => !models.some(({ hook }) => hook === name))
  const claims = silent.filter(({ name }) => name !== 'sys_exit').map(({ name }) => name)
  assert.deepEqual(
    claims.filter((name) => unlessVerb(programRelations(name)).length > 0),
    [],
  )
})

test('the calls of the tracepoint mode make no relation that no hook makes', () => {
  const known = new Set(
    models.flatMap(({ edges }) => edges.map(({ relation }) => relation as string)),
  )
  const calls = hookPrograms().filter(({ name }) => name === 'sys_exit')
  const made = calls.flatMap(({ relations }) => relations)
  assert.deepEqual(
    unlessVerb(made).filter((name) => !known.has(name)),
    [],
  )
})

test('every type of the registry is in a model, or has a reason not to be', () => {
  const edges = [...verbEdges(), ...models.flatMap((model) => model.edges)]
  const made = new Set<string>(edges.map(({ relation }) => relation))
  const ends = new Set<string>(
    // Any entity may have a next version: that says nothing of a type.
    edges
      .filter(({ relation }) => relation !== 'version_entity')
      .flatMap(({ from, to }) => [...from, ...to]),
  )
  const missing = [
    ...relationTypes.filter(({ name }) => !made.has(name) && !(name in unproducedRelations)),
    ...vertexTypes.filter(({ name }) => !ends.has(name) && !(name in unproducedVertices)),
  ]
  assert.deepEqual(
    missing.map(({ name }) => name),
    [],
    'scripts/models/unproduced.ts',
  )
})
