/** The examples that capture a command of their own. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { checkLog } from '../../src/graph/check.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
let directory = ''
let file = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-examples-'))
  file = join(directory, 'input.txt')
  writeFileSync(file, 'some text\n')
})
after(() => rmSync(directory, { recursive: true, force: true }))

async function runExample(name: string, ...args: readonly string[]): Promise<string> {
  const command = ['--import', 'tsx', join(examples, name), ...args]
  return (await promisify(execFile)(process.execPath, command)).stdout
}

test('print-records.ts prints each relation of a command', { skip }, async () => {
  const lines = (await runExample('print-records.ts', 'cat', file)).split('\n')
  assert.ok(lines.some((line) => /^file \d+\.\d+ --read--> task \d+\.\d+$/.test(line)))
  assert.ok(lines.some((line) => / --exec--> process_memory \d/.test(line)))
})

test('count-in-place.ts counts the relations of a command', { skip }, async () => {
  const text = await runExample('count-in-place.ts', 'cat', file)
  assert.match(text, /^ +\d+ {2}read$/m)
  assert.match(text, /^ +1 {2}terminate_proc$/m)
})

test('files-of-command.ts names what a command read', { skip }, async () => {
  const lines = (await runExample('files-of-command.ts', 'cat', file)).split('\n')
  assert.ok(lines.includes(`read ${file}`), lines.join('\n'))
  assert.ok(lines.some((line) => /^task \d+: \d+ µs$/.test(line)))
})

test('write-log.ts writes a complete log in each form', { skip }, async (t) => {
  const w3c = join(directory, 'w3c.log')
  assert.match(await runExample('write-log.ts', w3c, 'w3c', 'cat', file), /\d+ relations\n$/)
  t.diagnostic(verdictText(await judgeLog(w3c)))
  const spade = join(directory, 'spade.log')
  await runExample('write-log.ts', spade, 'spade_json', 'cat', file)
  const report = await checkLog(readFileSync(spade, 'utf8').split('\n').slice(0, -1), {
    firstRelation: 1,
  })
  assert.deepEqual(report.problems, [])
  const log = join(directory, 'prov-n.log')
  await runExample('write-log.ts', log, 'prov-n', 'cat', file)
  assert.match(readFileSync(log, 'utf8'), /^document\n.*\n {2}used\(cf:.*\nendDocument\n$/s)
})
