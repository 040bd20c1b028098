import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Control } from './control.ts'
import { Counters } from './counters.ts'
import { confirmContexts, contextKey, contextOfKey } from './security-contexts.ts'

test('a context fills its key with zeros, and comes back from it', () => {
  const key = contextKey('docker-default (enforce)')
  assert.equal(key.length, 256)
  assert.equal(Buffer.from(key).toString('latin1').replaceAll('\0', ''), 'docker-default (enforce)')
  assert.equal(contextOfKey(key), 'docker-default (enforce)')
  assert.equal(contextOfKey(contextKey('é'.repeat(127))), 'é'.repeat(127))
})

test('a capture that has read no context has no module for them', () => {
  const words = new BigUint64Array(512)
  const [control, counters] = [new Control(new ArrayBuffer(4096)), new Counters(words.buffer)]
  control.contextModule = 'apparmor'
  words[11] = 1n
  confirmContexts(control, counters)
  assert.equal(control.contextModule, 'apparmor')
  words[11] = 0n
  confirmContexts(control, counters)
  assert.equal(control.contextModule, undefined)
})
