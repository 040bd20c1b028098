import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

/** Runs `camflow ARGUMENTS` in a shell; `$status` behind it is its exit status. */
function shell(line: string) {
  const camflow = `"${process.execPath}" --import tsx "${main}"`
  const script = line.replaceAll('camflow', camflow)
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  return { stdout, stderr }
}

test('a reader that leaves ends the command in silence', () => {
  const { stdout, stderr } = shell('camflow -h | true; echo $' + '{PIPESTATUS[0]}')
  assert.equal(stderr, '')
  assert.match(stdout, /^(0|141)\n$/)
})

test('a full disk is told', () => {
  const { stdout, stderr } = shell('camflow -h > /dev/full; echo $?')
  assert.match(stderr, /^camflow: standard output cannot be written: ENOSPC[^\n]*\n$/)
  assert.equal(stdout, '1\n')
})

test('standard error that cannot be written changes nothing', () => {
  assert.equal(shell('camflow help bogus 2> /dev/full; echo $?').stdout.split('\n').at(-2), '255')
})
