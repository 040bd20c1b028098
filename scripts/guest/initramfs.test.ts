import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { commandScript } from './initramfs.ts'

test('hands each word of the command over as it is', () => {
  const words = ["it's", '$HOME', 'two\nlines', '', '*']
  const script = commandScript({ command: ['printf', '%s|', ...words] })
  assert.equal(execFileSync('sh', { input: script, encoding: 'utf8' }), `${words.join('|')}|`)
})

test('sets the environment of the command', () => {
  const script = commandScript({ command: ['printenv', 'HOME', 'X'], env: { X: "a'b c" } })
  assert.equal(execFileSync('sh', { input: script, encoding: 'utf8' }), "/root\na'b c\n")
})
