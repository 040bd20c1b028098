import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { type Candidates, candidateLines, candidates, completionScripts } from './completion.ts'
import { controlOptions } from './control-options.ts'

function complete(line: string): Candidates {
  return candidates(controlOptions, ['run', 'doctor'], line.split(' '))
}

function words(line: string): readonly string[] {
  const found = complete(line)
  return 'words' in found ? found.words : [found.kind]
}

test('offers commands and options first, and each of them once', () => {
  const first = words('')
  for (const word of ['run', 'track', 'filter', 'status', '-s', '--track-file']) {
    assert.equal(first.filter((each) => each === word).length, 1, word)
  }
})

test('offers the words of a sub-command, then its arguments, then its flags', () => {
  assert.deepEqual(words('filter '), ['add', 'remove', 'reset'])
  assert.deepEqual(words('track file '), ['files'])
  assert.deepEqual(words('track file /a '), ['--propagate', '--off'])
  assert.deepEqual(words('track user '), ['users'])
  assert.ok(words('filter add node ').includes('inode_unknown'))
  assert.ok(!words('filter add relation ').includes('ran_on'))
  assert.deepEqual(words('status '), ['--json'])
})

test("offers the arguments of CamFlow's options", () => {
  assert.deepEqual(words('--track-file '), ['files'])
  assert.deepEqual(words('--track-file /a '), ['false', 'true', 'propagate'])
  assert.deepEqual(words('--process '), ['processes'])
  assert.deepEqual(words('--bogus '), [])
  assert.deepEqual(words('run '), ['files'])
})

test('the script for bash completes', () => {
  const answer = candidateLines(complete('set '))
  const script = [
    `camflow() { printf '%s' '${answer}'; }`,
    completionScripts.bash,
    'COMP_WORDS=(camflow set comp) COMP_CWORD=2',
    `_camflow && printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]
  const { stdout, stderr } = spawnSync('bash', ['-c', script.join('\n')], { encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.equal(stdout, 'compress-node\ncompress-edge\n')
})
