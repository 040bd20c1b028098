import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  identifierText,
  parseIdentifier,
  pathId,
  relationIdentifier,
  relationTypeWord,
  typeName,
  vertexIdentifier,
  vertexTypeWord,
} from './identifier.ts'
import { relationTypes, vertexTypes } from './registry.ts'

const scope = { bootId: 3, machineId: 0xdeadbeef }

// Vectors: graph-model specification §2.2
test('names a task version as upstream does', () => {
  const bytes = vertexIdentifier({ type: 'task', id: 5n, version: 2, ...scope })
  assert.equal(identifierText(bytes), 'AQAAAAAAAEAFAAAAAAAAAAMAAADvvq3eAgAAAAAAAAA=')
})

test('names a file with a large id', () => {
  const bytes = vertexIdentifier({
    type: 'file',
    id: 0x1122334455667788n,
    version: 0,
    bootId: 1,
    machineId: 0x01020304,
  })
  assert.equal(identifierText(bytes), 'AAEAAAAAACCId2ZVRDMiEQEAAAAEAwIBAAAAAAAAAAA=')
})

test('names a relation', () => {
  const bytes = relationIdentifier({ type: 'read', id: 77n, ...scope })
  assert.equal(identifierText(bytes), 'AQAAAAAAIIBNAAAAAAAAAAMAAADvvq3eAAAAAAAAAAA=')
})

test('names a path by the hash of its text', () => {
  const id = pathId(Buffer.from('/bin/bash'))
  assert.equal(id, 0x0377816e5ced10fan)
  const bytes = vertexIdentifier({ type: 'path', id, version: 0, ...scope })
  assert.equal(identifierText(bytes), 'AABAAAAAACT6EO1cboF3AwMAAADvvq3eAAAAAAAAAAA=')
})

test('hashes bytes above 0x7f as signed', () => {
  assert.equal(pathId(Buffer.from('/é')), 0x0b8772a0n)
  assert.equal(pathId(new Uint8Array()), 5381n)
})

test('names a packet by its header', () => {
  const packet = Buffer.from('abcd0000c0a8010a5db8d822c73801bb0600000001020304', 'hex')
  const bytes = vertexIdentifier({ type: 'packet', id: 9n, version: 0, ...scope, packet })
  assert.equal(identifierText(bytes), 'AAACAAAAACCrzQAAwKgBCl242CLHOAG7BgAAAAECAwQ=')
})

test('names the machine', () => {
  const bytes = vertexIdentifier({ type: 'machine', id: 5381n, version: 1, ...scope })
  assert.equal(identifierText(bytes), 'EAAAAAAAABQFFQAAAAAAAAMAAADvvq3eAQAAAAAAAAA=')
})

test('reads an identifier back', () => {
  const text = 'cf:AQAAAAAAAEAFAAAAAAAAAAMAAADvvq3eAgAAAAAAAAA='
  assert.deepEqual(parseIdentifier(text), {
    kind: 'vertex',
    type: 'task',
    id: 5n,
    version: 2,
    ...scope,
  })
  assert.throws(() => parseIdentifier('cf:AAAA'), { code: 'CF_IDENTIFIER_INVALID' })
})

test('has the type words of the specification', () => {
  assert.equal(vertexTypeWord('disc_activity'), 0x4400000000000002n)
  assert.equal(vertexTypeWord('envp'), 0x2400000004000000n)
  assert.equal(relationTypeWord('derived_disc'), 0x8080000000100000n)
  assert.equal(relationTypeWord('ran_on'), 0x8004000000000001n)
})

test('every type word leads back to its name', () => {
  assert.equal(typeName(0x4000_0000_0000_0001n), 'task')
  assert.equal(typeName(0x8020_0000_0000_0001n), 'read')
  assert.equal(typeName(0n), undefined)
  for (const { name } of vertexTypes) assert.equal(typeName(vertexTypeWord(name)), name)
  for (const { name } of relationTypes) assert.equal(typeName(relationTypeWord(name)), name)
})
