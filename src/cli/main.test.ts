import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { programWords } from '../../test/program.ts'

test('a first word that is no command gets the help and the status of CamFlow for it', () => {
  const args = [...programWords('cli/main'), 'bogus', 'more']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  assert.deepEqual([status, stderr], [255, 'camflow: there is no command bogus\n'])
  assert.match(stdout, /^camflow COMMAND \[OPTION…\]\n\n {2}run /)
})
