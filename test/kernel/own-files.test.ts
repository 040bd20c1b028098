/** The log of a capture is not captured, even when a captured program reads it. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { recordCommand } from '../../src/capture/record-command.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog } from '../e2e/judge.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-own-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

test('the log is absent from its own graph, other files are there', { skip }, async () => {
  const [log, other] = [join(directory, 'own.log'), join(directory, 'other.txt')]
  writeFileSync(other, 'text\n')
  const code = await recordCommand({
    command: ['sh', '-c', `cat ${log} ${other} > ${join(directory, 'copy.txt')}`],
    output: log,
    format: {},
    mode: 'tracepoint',
    ringBytes: undefined,
    waitsForAll: true,
    isQuiet: true,
  })
  assert.equal(code, 0)
  const graph = new FlowGraph(await loadGraph(log))
  assert.ok(graph.files(other).length > 0)
  assert.deepEqual(graph.files(log), [])
  assert.ok(!readFileSync(log, 'utf8').includes('"own.log"'))
  await judgeLog(log)
})
