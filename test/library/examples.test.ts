/** The examples that need no kernel, run as their head says. Those that capture: test/kernel. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { deflateBase64 } from '../../src/outputs/deflated-text.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const skip = existsSync(`${root}dist/src/index.js`) ? false : 'not built: npm run build'

function runExample(name: string, args: readonly string[] = [], input = ''): string {
  const command = ['--import', 'tsx', `examples/${name}`, ...args]
  const done = spawnSync(process.execPath, command, { cwd: root, input, encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  return done.stdout
}

test('policy-in-memory.ts changes a policy and takes its target back', { skip }, () => {
  assert.equal(
    runExample('policy-in-memory.ts'),
    'the hash changes\nfilters: 10\ntarget: cgroup\ntargets left: 0\n',
  )
})

test('read-identifier.ts says what identifiers stand for', { skip }, () => {
  const task = 'cf:AQAAAAAAAEACAAAAAAAAAAMAAAAHAAAABAAAAAAAAAA='
  const read = 'AQAAAAAAIIALAAAAAAAAAAMAAAAHAAAAAAAAAAAAAAA='
  const lines = runExample('read-identifier.ts', [task, read, 'cf:none']).split('\n')
  assert.match(lines[0] ?? '', /^task 2 of machine 7, boot 3: ./)
  assert.match(lines[1] ?? '', /^read 11 of machine 7, boot 3: .+ to .+/)
  assert.deepEqual(lines.slice(2), ['CF_IDENTIFIER_INVALID', ''])
})

test('mqtt-message.ts counts what a message holds', { skip }, async () => {
  const message = await deflateBase64('{"prefix":{}, "used":{"cf:a":{},"cf:b":{}}}\n')
  assert.equal(runExample('mqtt-message.ts', [], `${message}\n`), 'used: 2\n')
})
