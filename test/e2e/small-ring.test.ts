/** `camflow run` with a ring that is too small: its summary and its log tell the same loss. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkLog } from '../../src/graph/check.ts'
import { programWords } from '../program.ts'
import { lostText } from './check-cases.ts'
import { judgeLog, verdictText } from './judge.ts'

test('the summary of camflow run tells exactly what its log marks as lost', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-ring-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const log = join(directory, 'small.log')
  const options = ['run', '--capture', 'tracepoint', '--ring', '64K', '--output', log]
  const command = ['tar', '-cf', '/dev/null', '-C', '/usr/lib/python3', '.']
  const { status, stderr } = spawnSync(
    process.execPath,
    [...programWords('cli/main'), ...options, '--', ...command],
    { encoding: 'utf8' },
  )
  assert.equal(status, 0, stderr)
  const lost = Number(/^([\d,]+) relations/.exec(lostText(stderr) ?? '')?.[1]?.replaceAll(',', ''))
  assert.ok(lost > 0, stderr)
  const { lostRelations } = await checkLog(log)
  assert.equal(lostRelations, lost)
  t.diagnostic(`summary: ${lost} lost; ${verdictText(await judgeLog(log, { lostRelations }))}`)
})
