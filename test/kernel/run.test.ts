/** `camflow run` and `doctor` on this kernel, with the real capture programs. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { objectFile } from '../../src/kernel/object-file.ts'
import { judgeLog, judgeSpadeLog } from '../e2e/judge.ts'
import { programWords } from '../program.ts'
import { cannotLoad } from './stub.ts'

const MAIN = programWords('cli/main')

function whyNot(): string | false {
  if (cannotLoad) return cannotLoad
  try {
    objectFile('tracepoint')
    return false
  } catch {
    return 'the capture programs are not built: npm run build'
  }
}
const skip = whyNot()
let directory = ''

before(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'camflow-run-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [...MAIN, ...args], { cwd: directory })
  const parts = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    parts.stdout += data
  })
  child.stderr.on('data', (data) => {
    parts.stderr += data
  })
  const outcome = once(child, 'close').then(([code]) => ({ code, ...parts }) as Outcome)
  return { child, outcome }
}

const camflow = (...args: readonly string[]) => start(...args).outcome

const sections = ['activity', 'entity', 'used', 'wasGeneratedBy'] as const
type Document = Partial<Record<(typeof sections)[number], Record<string, Record<string, unknown>>>>

function readLog(file: string): readonly Document[] {
  const lines = readFileSync(path.join(directory, file), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Document)
}

/** Every log that a test leaves is valid to all judges. */
const judge = (file: string) => judgeLog(path.join(directory, file))

test('passes streams and the exit code through and writes a log', { skip }, async () => {
  const shell = ['sh', '-c', 'echo out; echo err >&2; exit 3']
  const { code, stdout, stderr } = await camflow('run', '--output', 'a.log', '--', ...shell)
  assert.equal(code, 3)
  assert.equal(stdout, 'out\n')
  assert.match(stderr, /^err$/m)
  assert.match(stderr, /exit code 3/)
  assert.match(stderr, /lost +0 relations/)
  assert.ok(readLog('a.log').some((document) => document.activity))
  await judge('a.log')
})

test('what is recorded in the profile spade is whole to the reporter of SPADE', {
  skip,
}, async () => {
  writeFileSync(path.join(directory, 'in.txt'), 'b\na\n')
  const pipeline = ['sh', '-c', 'cat in.txt | sort | tee spade.txt > again.txt']
  const spade = ['--profile', 'spade', '--output', 'spade.log']
  const { code, stderr } = await camflow('run', ...spade, '--', ...pipeline)
  assert.equal(code, 0, stderr)
  const { relations, vertices } = await judgeSpadeLog(path.join(directory, 'spade.log'))
  assert.match(stderr, new RegExp(`graph .* ${relations} relations`))
  assert.ok(vertices > 20)
})

test('the summary names the files of a pipeline and not others', { skip }, async () => {
  writeFileSync(path.join(directory, 'a.txt'), 'b\na\n')
  writeFileSync(path.join(directory, 'other.txt'), 'x\n')
  const pipeline = 'cat a.txt | sort | tee b.txt > c.txt'
  const { stderr } = await camflow('run', '-o', 'b.log', 'sh', '-c', pipeline)
  assert.match(stderr, /ran .*\/sort/)
  assert.match(stderr, /read .*a\.txt/)
  assert.match(stderr, /written .*b\.txt/)
  assert.match(stderr, /written .*c\.txt/)
  const text = readFileSync(path.join(directory, 'b.log'), 'utf8')
  assert.ok(text.includes('a.txt'))
  assert.ok(!text.includes('other.txt'))
  await judge('b.log')
})

test('a command that is not there ends with 127 and leaves no log', { skip }, async () => {
  const { code, stderr } = await camflow('run', '--output', 'none.log', '--', 'no-such-command')
  assert.equal(code, 127)
  assert.match(stderr, /no-such-command: command not found/)
  assert.equal(existsSync(path.join(directory, 'none.log')), false)
})

test('a signal to camflow reaches the command; its end is told as 128 + n', { skip }, async () => {
  const shell = ['sh', '-c', 'touch begun; exec sleep 30']
  const { child, outcome } = start('run', '--output', 's.log', '--', ...shell)
  while (!existsSync(path.join(directory, 'begun'))) {
    assert.equal(child.exitCode, null, 'it ended before its command began')
    await sleep(10)
  }
  child.kill('SIGTERM')
  const { code, stderr } = await outcome
  assert.equal(code, 143)
  assert.match(stderr, /exit code 143/)
  await judge('s.log')
})

test('waits for what the command left behind, unless told otherwise', { skip }, async () => {
  const shell = ['sh', '-c', '(sleep 1; echo late > late.txt) > /dev/null 2>&1 & exit 0']
  const waited = await camflow('run', '--output', 'w.log', '--', ...shell)
  assert.match(waited.stderr, /written .*late\.txt/)
  const left = await camflow('run', '--no-wait', '--output', 'n.log', '--', ...shell)
  assert.doesNotMatch(left.stderr, /written .*late\.txt/)
  await judge('w.log')
  await judge('n.log')
})

test('--quiet says nothing', { skip }, async () => {
  const { stderr } = await camflow('run', '--quiet', '--output', 'q.log', '--', 'true')
  assert.equal(stderr, '')
  await judge('q.log')
})

test('a place that cannot be written is told before the command runs', { skip }, async () => {
  const args = ['--output', 'no/such/place.log', '--', 'touch', 'never.txt']
  const { code, stderr } = await camflow('run', ...args)
  assert.equal(code, 1)
  assert.match(stderr, /CF_OUTPUT_OPEN/)
  assert.equal(existsSync(path.join(directory, 'never.txt')), false)
})

test('doctor finds a mode and says which', { skip }, async () => {
  const { code, stdout } = await camflow('doctor')
  assert.equal(code, 0)
  assert.match(stdout, /camflow uses the (lsm|fentry|tracepoint) mode here/)
  const json = JSON.parse((await camflow('doctor', '--json')).stdout) as { picked: string }
  assert.match(stdout, new RegExp(`${json.picked} +works`))
})
