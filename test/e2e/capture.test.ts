/** The cases of this folder on this kernel, in tracepoint mode, as `camflow run` captures them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { programWords } from '../program.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { prepareCases, SCRIPT_EXIT_CODE } from './case.ts'
import { captureCases } from './cases.ts'
import { checkCases, lostText } from './check-cases.ts'
import { judgeLog, verdictText } from './judge.ts'

test('tracepoint: camflow run sees what the cases do', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-cases-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  chmodSync(directory, 0o755)
  const script = prepareCases(captureCases, join(directory, 'cases'), buildPrograms())
  const log = join(directory, 'cases.log')
  const command = [
    'run',
    '--packets',
    '--capture',
    'tracepoint',
    '--output',
    log,
    '--',
    'sh',
    script,
  ]
  const { status, stderr } = spawnSync(
    process.execPath,
    [...programWords('cli/main'), ...command],
    {
      encoding: 'utf8',
    },
  )
  await t.test('every program of the cases did its work', () => {
    assert.equal(status, SCRIPT_EXIT_CODE, stderr)
    assert.doesNotMatch(stderr, /^case /m)
    assert.equal(lostText(stderr), '0 relations')
  })
  await t.test('the log is valid to all judges', async (t) => {
    t.diagnostic(verdictText(await judgeLog(log)))
  })
  await checkCases(t, { log, mode: 'tracepoint', directory: join(directory, 'cases') })
})
