import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const reporter = fileURLToPath(new URL('json-reporter.mjs', import.meta.url))

test('no result is missing although the process ends at once and its tests never waited', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-reporter-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [tests, results] = [join(folder, 'tests.mjs'), join(folder, 'results')]
  writeFileSync(
    tests,
    `import { test } from 'node:test'
    setInterval(() => {}, 1000)
    for (const name of ['one', 'two', 'three']) test(name, () => {})
    test('four', () => { throw new Error('wrong') })`,
  )
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const words = ['--test-force-exit', '--test-reporter', reporter, tests]
  const run = spawnSync(process.execPath, words, { env: { ...env, TEST_RESULTS: results } })
  assert.equal(run.status, 1)
  const lines = readFileSync(results, 'utf8').trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ name, passed }) => [name, passed]),
    [
      ['one', true],
      ['two', true],
      ['three', true],
      ['four', false],
    ],
  )
})
