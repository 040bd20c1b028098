import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { aPipelineLog } from '../../graph/fixture.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const TSX = fileURLToPath(import.meta.resolve('tsx'))

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-convert-'))
  writeFileSync(join(directory, 'log'), `${aPipelineLog().line()}\n`)
})
after(() => rmSync(directory, { recursive: true }))

function camflow(...args: readonly string[]) {
  const options = { cwd: directory, encoding: 'utf8' } as const
  return spawnSync(process.execPath, ['--import', TSX, MAIN, ...args], options)
}

test('draws a log that graphviz accepts', () => {
  const { status, stdout } = camflow('convert', 'log', '--to', 'dot')
  assert.equal(status, 0)
  assert.match(execFileSync('dot', ['-Tplain'], { input: stdout, encoding: 'utf8' }), /^graph /)
})

test('writes an image into a file', () => {
  const { status } = camflow('convert', 'log', '--to', 'svg', '--output', 'out.svg')
  assert.equal(status, 0)
  assert.match(readFileSync(join(directory, 'out.svg'), 'utf8'), /<svg .*sort/s)
})

test('refuses a picture that nobody could read, and says what helps', () => {
  const { status, stderr } = camflow('convert', 'log', '--to', 'dot', '--limit', '2')
  assert.equal(status, 1)
  assert.match(stderr, /5 nodes, and the limit is 2/)
  assert.match(stderr, /--hide/)
})

test('names the option that is wrong', () => {
  assert.equal(camflow('convert', 'log', '--to', 'png').status, 2)
  assert.match(camflow('convert', 'log').stderr, /give --to dot or --to svg/)
  assert.match(camflow('validate', 'log', '--problems', 'x').stderr, /--problems takes/)
})

test('validates with words, JSON and an exit code', () => {
  const { status, stdout } = camflow('validate', 'log')
  assert.equal(status, 0, stdout)
  assert.match(stdout, /11 vertices of 10 objects, 12 relations \(1 to 12\)/)
  assert.match(stdout, /^valid$/m)
  assert.equal(JSON.parse(camflow('validate', 'log', '--json').stdout).relations, 12)
  writeFileSync(join(directory, 'bad'), `${aPipelineLog().line()}\n{"prefix":`)
  const bad = camflow('validate', 'bad')
  assert.equal(bad.status, 1)
  assert.match(bad.stdout, /line 2: the line is not a JSON document/)
})
