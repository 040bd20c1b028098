import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { formHelp } from './command-form.ts'
import { commands } from './command-table.ts'
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
})

test('offers the options of a command, their values, and what it takes', async () => {
  const form = async (line: string) => {
    const typed = line.split(' ')
    const loaded = (await commands[typed[0] ?? '']?.load())?.form
    const found = candidates(controlOptions, Object.keys(commands), typed, loaded)
    return 'words' in found ? found.words : [found.kind]
  }
  assert.deepEqual(await form('completion '), ['bash', 'zsh', 'fish'])
  assert.deepEqual(await form('validate --'), ['--json', '--complete', '--problems', '--help'])
  assert.deepEqual(await form('validate '), ['files'])
  assert.deepEqual(await form('save '), ['--config', '--help'])
  assert.deepEqual(await form('save --config '), ['files'])
  assert.deepEqual(await form('convert a.log --to '), ['w3c', 'spade_json', 'prov-n', 'dot', 'svg'])
  assert.deepEqual(await form('convert a.log --limit '), [])
  assert.deepEqual(await form('run -o '), ['files'])
  assert.deepEqual(await form('run --capture '), ['auto', 'lsm', 'fentry', 'tracepoint'])
  assert.deepEqual(await form('run -- ls --'), ['files'])
})

test('every command lists --help and says what it does', async () => {
  for (const [name, { load }] of Object.entries(commands)) {
    const { form } = await load()
    assert.ok('help' in form.options, name)
    assert.ok(form.usage.startsWith(`camflow ${name}`), name)
    for (const line of formHelp(form).split('\n')) assert.ok(line.length <= 104, line)
  }
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
