/** `camflowd` is killed in the middle of a load, again and again: no relation is missing, none says two things. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadPinned } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { judgeLines, verdictText } from '../e2e/judge.ts'
import { programWords } from '../program.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { cannotLoad } from './stub.ts'

const skip = cannotLoad
const KILLS = 5
/** More than there is time for: the load is ended after the last kill. */
const CALLS = 10_000_000
const CALLS_PER_SECOND = 1500
const GROWTH_MS = 6000

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-kill-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

interface Daemon {
  readonly child: ChildProcess
  readonly log: string
  text(): string
}

async function startDaemon(pin: string, log: string): Promise<Daemon> {
  const options = ['--pin', pin, '--output', log, '--pid-file', join(directory, 'pid')]
  const command = [...programWords('daemon/main'), ...options, '--capture', 'tracepoint']
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  child.stderr?.on('data', (data) => {
    text += data
  })
  for (let waitedMs = 0; !/recording/.test(text); waitedMs += 10) {
    assert.equal(child.exitCode, null, `the daemon ended: ${text}`)
    assert.ok(waitedMs < 60_000, `it never began: ${text}`)
    await sleep(10)
  }
  return { child, log, text: () => text }
}

/**
 * Lets the log grow some times, then kills the daemon in the instant in which it has grown once more:
 * before it gave the records up, if that moment can be met. Whoever watches must not wait for a processor.
 */
async function killWhileWriting({ child, log }: Daemon, growths: number): Promise<void> {
  const closed = once(child, 'close')
  const deadline = performance.now() + GROWTH_MS
  const hasGrown = (size: number) => statSync(log).size > size || performance.now() > deadline
  for (let growth = 0; growth < growths; growth++) {
    const { size } = statSync(log)
    while (!hasGrown(size)) await sleep(5)
  }
  const { PRIORITY_HIGHEST, PRIORITY_NORMAL } = constants.priority
  const { size } = statSync(log)
  setPriority(PRIORITY_HIGHEST)
  while (!hasGrown(size));
  child.kill('SIGKILL')
  setPriority(PRIORITY_NORMAL)
  await closed
}

/** Lines of a log; what a kill left unfinished is no line, its records come again. */
function wholeLines(log: string): readonly string[] {
  const text = readFileSync(log, 'utf8')
  return text.split('\n').slice(0, -1)
}

/** How often each relation stands in the logs; fails when two copies differ in any attribute. */
function countCopies(lines: readonly string[]): ReadonlyMap<string, number> {
  const texts = new Map<string, string>()
  const copies = new Map<string, number>()
  for (const line of lines) {
    for (const [section, members] of Object.entries(JSON.parse(line))) {
      if (['prefix', 'activity', 'agent', 'entity'].includes(section)) continue
      for (const [key, relation] of Object.entries(members as object)) {
        const text = `${section} ${JSON.stringify(relation)}`
        assert.equal(texts.get(key) ?? text, text, `${key} says two things`)
        texts.set(key, text)
        copies.set(key, (copies.get(key) ?? 0) + 1)
      }
    }
  }
  return copies
}

test('kill -9 in the middle of a load, five times: the logs together have every relation', {
  skip,
}, async (t) => {
  const pin = `/sys/fs/bpf/camflow_capture_kill_${process.pid}`
  t.after(() => rmSync(pin, { recursive: true, force: true }))
  const logs = Array.from({ length: KILLS + 1 }, (_, index) => join(directory, `${index}.log`))
  let daemon = await startDaemon(pin, logs[0] as string)
  const load = join(buildPrograms(), 'load')
  const child = await spawnStopped([load, directory, String(CALLS), String(CALLS_PER_SECOND)])
  const session = await loadPinned(pin)
  session.control.change({ compressesNodes: false, compressesEdges: false })
  session.trackProcess(child.pid)
  child.start()
  for (const [index, log] of logs.slice(1).entries()) {
    await killWhileWriting(daemon, index % 3)
    daemon = await startDaemon(pin, log)
  }
  child.signal('SIGTERM')
  assert.equal(await child.exitCode, 128 + constants.signals.SIGTERM)
  const closed = once(daemon.child, 'close')
  daemon.child.kill('SIGTERM')
  assert.deepEqual(await closed, [0, null], daemon.text())
  const { relationIds, lostRelations } = session.counters.read()
  await session.close()

  const lines = logs.flatMap(wholeLines)
  const copies = countCopies(lines)
  const twice = [...copies.values()].filter((count) => count > 1).length
  const verdict = await judgeLines(lines, { lastRelation: relationIds })
  t.diagnostic(verdictText(verdict))
  t.diagnostic(
    `${KILLS} kills under load, ${relationIds} relations made, ${copies.size} in the ` +
      `logs, ${twice} more than once and the same in every attribute, ${lostRelations} lost`,
  )
  assert.equal(copies.size, relationIds)
  assert.equal(lostRelations, 0)
  assert.ok(twice > 0, 'no kill met the moment between writing and giving up')
})
