import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { programWords } from '../../../test/program.ts'
import { aPipelineLog } from '../../graph/fixture.ts'

const MAIN = programWords('cli/main')

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-convert-'))
  writeFileSync(join(directory, 'log'), `${aPipelineLog().line()}\n`)
})
after(() => rmSync(directory, { recursive: true }))

function camflow(...args: readonly string[]) {
  // Others use the temporary folder of the machine at the same time.
  const env = { ...process.env, TMPDIR: directory }
  const options = { cwd: directory, encoding: 'utf8', env } as const
  return spawnSync(process.execPath, [...MAIN, ...args], options)
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

test('writes a log in the other form and back, compressed or not', () => {
  const spade = camflow('convert', 'log', '--to', 'spade_json', '--output', 'log.spade')
  assert.equal(spade.status, 0, spade.stderr)
  writeFileSync(
    join(directory, 'log.spade.gz'),
    gzipSync(readFileSync(join(directory, 'log.spade'))),
  )
  for (const log of ['log.spade', 'log.spade.gz']) {
    const { status, stdout } = camflow('validate', log)
    assert.equal(status, 0, stdout)
    assert.match(stdout, /23 documents: 11 vertices of 10 objects, 12 relations \(1 to 12\)/)
  }
  const back = camflow('convert', 'log.spade.gz', '--to', 'w3c')
  writeFileSync(join(directory, 'back'), back.stdout)
  assert.match(camflow('validate', 'back').stdout, /11 vertices of 10 objects, 12 relations/)
})

test('merges logs into one document', () => {
  const { status, stdout } = camflow('convert', 'log', 'log', '--merge')
  assert.equal(status, 0)
  assert.equal(stdout.trimEnd().split('\n').length, 1)
  assert.equal(Object.keys(JSON.parse(stdout).used).length, 5)
})

test('repeats both ends of a relation for the profile spade', () => {
  const { stdout } = camflow('convert', 'log', '--profile', 'spade')
  assert.equal(stdout.trimEnd().split('\n').length, 3 * 12)
})

test('writes a log of one profile in the other, and tells what that has no place for', () => {
  const log = aPipelineLog()
  log.vertex({ id: 11, type: 'task', attributes: { 'cf:cgroup': 7 } })
  writeFileSync(join(directory, 'with-group'), `${log.line()}\n`)
  const args = ['--to', 'w3c', '--profile', 'compat', '--output', 'old']
  const there = camflow('convert', 'with-group', ...args)
  assert.equal(there.status, 0)
  assert.equal(
    there.stderr,
    'camflow convert: left out, there is no place for it: cf:cgroup of task (1)\n',
  )
  const back = camflow('convert', 'old', '--to', 'w3c', '--profile', 'standard')
  assert.equal(back.status, 0)
  assert.match(back.stderr, /^camflow convert: what the profile compat does not .*\(old\)\n$/)
  for (const [text, name] of [
    [readFileSync(join(directory, 'old'), 'utf8'), 'http://www.camflow.org'],
    [back.stdout, 'http://www.camflow.org/'],
  ] as const) {
    assert.equal(JSON.parse(text).prefix.cf, name)
    assert.equal(Object.keys(JSON.parse(text).used).length, 5)
  }
})

test('names the profile that a form does not have', () => {
  const spade = camflow('convert', 'log', '--to', 'w3c', '--profile', 'spade')
  assert.deepEqual([spade.status, spade.stdout], [2, ''])
  assert.match(spade.stderr, /profile spade: w3c has standard, compat/)
  const provN = camflow('convert', 'log', '--to', 'prov-n', '--profile', 'compat')
  assert.match(provN.stderr, /profile compat: prov-n has standard/)
})

test('names the line that is no record, and writes nothing more', () => {
  writeFileSync(join(directory, 'torn'), `${aPipelineLog().line()}\n{"entity":`)
  const { status, stderr } = camflow('convert', 'torn', '--to', 'prov-n')
  assert.equal(status, 1)
  assert.match(stderr, /torn:2/)
})

test('leaves nothing of a file that is not whole, and what was there as it was', () => {
  writeFileSync(join(directory, 'half'), `${aPipelineLog().line()}\n{"entity":`)
  writeFileSync(join(directory, 'before'), 'before\n')
  for (const form of [['--to', 'prov-n'], ['--merge']]) {
    const { status } = camflow('convert', 'half', ...form, '--output', 'before')
    assert.equal(status, 1)
    assert.equal(readFileSync(join(directory, 'before'), 'utf8'), 'before\n')
  }
  assert.deepEqual(
    readdirSync(directory).filter((name) => /\.part$|camflow-merge-/.test(name)),
    [],
  )
})

test('writes a log over itself', () => {
  writeFileSync(join(directory, 'itself'), `${aPipelineLog().line()}\n`)
  const { status } = camflow('convert', 'itself', '--to', 'spade_json', '--output', 'itself')
  assert.equal(status, 0)
  assert.match(camflow('validate', 'itself').stdout, /11 vertices of 10 objects, 12 relations/)
})

test('names a place that takes nothing, without a stack', () => {
  for (const place of ['/nowhere/log', directory, '/dev/full']) {
    const { status, stderr } = camflow('convert', 'log', '--to', 'w3c', '--output', place)
    assert.equal(status, 1, place)
    assert.match(stderr, /^camflow convert: The output cannot be opened.*\nChoose a place.*\n$/)
  }
})

test('is quiet when the reader has seen enough', () => {
  const many = Array.from({ length: 50 }, () => aPipelineLog().line()).join('\n')
  writeFileSync(join(directory, 'many'), `${many}\n`)
  const env = { ...process.env, TMPDIR: directory }
  for (const form of ['--to spade_json', '--merge']) {
    const command = `${process.execPath} ${MAIN.join(' ')} convert many ${form} | true`
    const { stderr } = spawnSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8', env })
    assert.equal(stderr, '')
  }
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.startsWith('camflow-merge-')),
    [],
  )
})

test('names the option that is wrong', () => {
  assert.equal(camflow('convert', 'log', '--to', 'png').status, 2)
  assert.match(camflow('convert', 'log').stderr, /--to takes w3c, spade_json, prov-n, dot, svg/)
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
  assert.match(bad.stdout, /^bad: line 2: the line is neither a PROV-JSON document nor/m)
  assert.match(bad.stdout, /the first at line 2 of bad$/m)
})

test('of several logs names the one that is wrong, and its own line', () => {
  writeFileSync(join(directory, 'second'), `${aPipelineLog().line()}\n{"prefix":`)
  const bad = camflow('validate', 'log', 'second', 'log')
  assert.equal(bad.status, 1)
  assert.match(bad.stdout, /^second: line 2: the line is neither a PROV-JSON document nor/m)
  assert.match(bad.stdout, /the first at line 2 of second$/m)
  const { problems, firstBadLine, firstBadLog } = JSON.parse(
    camflow('validate', 'log', 'second', '--json').stdout,
  )
  const detail = '{"prefix":'
  assert.deepEqual(problems, [{ kind: 'not-json', log: 'second', line: 2, detail }])
  assert.deepEqual([firstBadLine, firstBadLog], [2, 'second'])
})

test('of a compressed log that was cut off tells what is there and where it breaks off', () => {
  const whole = gzipSync(`${aPipelineLog().line()}\n`)
  writeFileSync(join(directory, 'cut.gz'), whole.subarray(0, -4))
  const { status, stdout } = camflow('validate', 'cut.gz', 'log')
  assert.equal(status, 1)
  assert.match(stdout, /11 vertices of 10 objects, 12 relations \(1 to 12\)/)
  assert.match(stdout, /^12 relations came twice/m)
  assert.match(stdout, /^cut.gz: line 2: the log breaks off.*unexpected end of file$/m)
  const report = JSON.parse(camflow('validate', 'cut.gz', '--json').stdout)
  assert.equal(report.isValid, false)
  assert.equal(report.relations, 12)
  assert.deepEqual(report.problems, [
    { kind: 'unreadable', log: 'cut.gz', line: 2, detail: 'unexpected end of file' },
  ])
})
