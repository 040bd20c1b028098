import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runLogged } from './run-logged.ts'

test('keeps both streams and the exit code', async () => {
  const run = await runLogged(['sh', '-c', 'echo out; echo err >&2; exit 3'], 60_000)
  assert.equal(run.exitCode, 3)
  assert.deepEqual(run.output.split('\n').sort(), ['', 'err', 'out'])
})

test('kills what a program has started, too, when its time is over', async () => {
  // Ends only when the last process lets go of the streams: the sleeper would hold them.
  const run = await runLogged(['sh', '-c', 'sleep 600 & wait'], 100)
  assert.equal(run.exitCode, null)
  assert.match(run.output, /stopped after 0\.1 s, its time limit/)
})
