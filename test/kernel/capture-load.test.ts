/** Half a million relations a second on this kernel: nothing is lost, or it is known to the relation. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { LogOutput } from '../../src/outputs/log.ts'
import { NullOutput } from '../../src/outputs/null.ts'
import type { Output } from '../../src/outputs/output.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { type Recorded, recordWhile } from '../e2e/record-while.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad
const SECONDS = 10
const RELATIONS_PER_SECOND = 500_000

let directory = ''
let load = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-load-'))
  load = join(buildPrograms(), 'load')
})
after(() => rmSync(directory, { recursive: true, force: true }))

function start(ringBytes: number): Promise<CaptureSession> {
  const policy = { compressesNodes: false, compressesEdges: false }
  return startCapture({ mode: 'tracepoint', ringBytes, policy })
}

interface LoadResult extends Recorded {
  readonly seconds: number
}

/** Runs the load under capture, all the way to the output. */
async function runLoad(
  session: CaptureSession,
  output: Output,
  calls: number,
  callsPerSecond: number,
): Promise<LoadResult> {
  const recorded = await recordWhile(session, output, async () => {
    const child = await spawnStopped([load, directory, String(calls), String(callsPerSecond)])
    session.trackProcess(child.pid)
    child.start()
    assert.equal(await child.exitCode, 0)
  })
  const seconds = Number(readFileSync(join(directory, 'took'), 'utf8')) / 1e9
  return { ...recorded, seconds }
}

/** How many relations the load makes with each call, by the kernel's own count. */
async function relationsPerCall(): Promise<number> {
  await using session = await start(64 << 20)
  await runLoad(session, new NullOutput(), 0, 0)
  const empty = session.counters.relationIds
  await using again = await start(64 << 20)
  await runLoad(again, new NullOutput(), 10_000, 0)
  return (again.counters.relationIds - empty) / 10_000
}

test('5,000,000 relations in 10 s become text, and none is lost', { skip }, async (t) => {
  const perCall = await relationsPerCall()
  const calls = Math.ceil((RELATIONS_PER_SECOND * SECONDS) / perCall)
  await using session = await start(512 << 20)
  const result = await runLoad(session, new NullOutput(), calls, Math.ceil(calls / SECONDS))
  const { stats, seconds } = result
  const made = session.counters.relationIds
  t.diagnostic(
    `${perCall.toFixed(2)} relations a call, ${calls} calls in ${seconds.toFixed(1)} s: ` +
      `${Math.round(made / seconds)} relations/s, ${stats.vertices} vertices, ` +
      `${Math.round(stats.textBytes / 1e6)} MB of text`,
  )
  assert.ok(made >= RELATIONS_PER_SECOND * SECONDS, `${made} relations were made`)
  assert.equal(stats.relations, made)
  assert.equal(stats.lost, 0)
  assert.equal(stats.problems, 0)
  assert.equal(session.stats().lostRelations, 0)
})

test('a ring that is too small: kernel, stream, log and account agree on what is lost', {
  skip,
}, async (t) => {
  await using session = await start(64 << 10)
  const log = join(directory, 'small-ring.log')
  const result = await runLoad(session, new LogOutput({ path: log }), 20_000, 0)
  const { stats, lossesTold } = result
  const kernel = session.stats()
  t.diagnostic(
    `${kernel.relationIds} relations made, ${stats.relations} written, ` +
      `${kernel.lostRelations} lost in the kernel, ${stats.lost} by the reader, ` +
      `${lossesTold} told in the stream`,
  )
  assert.ok(kernel.lostRelations > 0, 'the ring is small enough to lose something')
  assert.equal(stats.lost, kernel.lostRelations)
  assert.equal(lossesTold, kernel.lostRelations)
  assert.equal(stats.relations + kernel.lostRelations, kernel.relationIds)
  const verdict = await judgeLog(log, { lostRelations: kernel.lostRelations })
  t.diagnostic(verdictText(verdict))
  assert.equal(verdict.report.relations, stats.relations)
  assert.match(readFileSync(log, 'utf8'), /"cf:cause":"ring_full"/)
})
