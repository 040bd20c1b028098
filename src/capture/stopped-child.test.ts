import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findCommand, spawnStopped } from './stopped-child.ts'

test('finds commands as a shell does', () => {
  assert.deepEqual(findCommand('sh', '/nowhere:/bin'), { path: '/bin/sh' })
  assert.equal((findCommand('no-such-command') as { exitCode: number }).exitCode, 127)
  assert.equal((findCommand('/etc/passwd') as { exitCode: number }).exitCode, 126)
  assert.equal((findCommand('/etc') as { exitCode: number }).exitCode, 126)
})

test('the command has not begun until it is started', async () => {
  const child = await spawnStopped(['sh', '-c', 'exit 5'])
  assert.match(readFileSync(`/proc/${child.pid}/cmdline`, 'latin1'), /kill -STOP/)
  child.start()
  assert.equal(await child.exitCode, 5)
})

test('arguments arrive as they are', async () => {
  const child = await spawnStopped(['test', '$HOME "\n*', '=', '$HOME "\n*'])
  child.start()
  assert.equal(await child.exitCode, 0)
})

test('an end by signal is told as 128 and its number', async () => {
  const child = await spawnStopped(['sleep', '20'])
  child.start()
  child.signal('SIGKILL')
  assert.equal(await child.exitCode, 137)
})
