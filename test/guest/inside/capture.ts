import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { FlagSaver } from '../../../src/capture/flag-saver.ts'
import { startCapture } from '../../../src/capture/session.ts'
import { preemptsItself } from '../../../src/kernel/preemption.ts'
import { LogOutput } from '../../../src/outputs/log.ts'
import { prepareCases, SCRIPT_EXIT_CODE } from '../../e2e/case.ts'
import { captureCases } from '../../e2e/cases.ts'
import { recordWhile } from '../../e2e/record-while.ts'
import { checkFlags, keepFlags } from './persistence.ts'
import { checkTargets, meetTargets } from './targets.ts'

// Makes the logs; the host judges them, because this processor is emulated. For each mode there is
// a whole-system log, whose capture is the first thing that the guest does, and the log of the cases.

const PATIENCE_MS = 900_000
const modes = process.env.CAMFLOW_GUEST_MODES?.split(',') ?? []
const suiteModes = process.env.CAMFLOW_GUEST_SUITE_MODES?.split(',') ?? []

interface Daemon {
  readonly child: ChildProcess
  text(): string
}

/** Starts camflowd and waits until it records. It ends with the test, whatever becomes of that. */
async function startDaemon(t: TestContext, mode: string): Promise<Daemon> {
  const told = `/out/all-${mode}.txt`
  const options = ['--private', '--all', '--capture', mode, '--output', `/out/all-${mode}.log`]
  const child = spawn(process.execPath, ['dist/src/daemon/main.js', ...options], {
    stdio: ['ignore', 'ignore', openSync(told, 'w')],
  })
  t.after(() => child.kill('SIGKILL'))
  const text = () => readFileSync(told, 'utf8')
  const deadline = performance.now() + PATIENCE_MS
  while (!/recording everything/.test(text())) {
    assert.equal(child.exitCode, null, `camflowd ended: ${text()}`)
    assert.ok(performance.now() < deadline, `camflowd never began: ${text()}`)
    await sleep(50)
  }
  return { child, text }
}

/**
 * The kernel skips a tracing program that runs on its CPU already. One that preempts itself (7.3) does so now
 * and then: in lsm mode, whose LSM programs are never skipped, the ends of socket and pipe reads, splices
 * and the tracepoints of tasks. In fentry mode an interrupt is enough, on every kernel: credentials and
 * inodes are freed in one. What is skipped is counted and told. Otherwise there is none.
 */
function assertNothingSkipped(mode: string, told: string): void {
  if (mode === 'fentry' || preemptsItself()) {
    console.log(
      `${mode}: ${/\d+ (?:program runs|hooks left)/.exec(told)?.[0] ?? 'no run'} left out`,
    )
  } else {
    assert.doesNotMatch(told, /left out|skipped/)
  }
}

/**
 * Has `camflow run` record a command into `/out/NAME-MODE.log`; what is said goes beside it.
 *
 * @returns what `camflow run` and the command said on standard error.
 */
function record(mode: string, name: string, words: readonly string[], exitCode: number): string {
  const out = `/out/${name}-${mode}`
  const command = ['dist/src/cli/main.js', 'run', '--capture', mode, '--output', `${out}.log`]
  const { error, status, stdout, stderr } = spawnSync(process.execPath, [...command, ...words], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  })
  writeFileSync(`${out}.out`, stdout)
  writeFileSync(`${out}.txt`, stderr)
  assert.ifError(error)
  assert.equal(status, exitCode, stderr)
  assert.match(stderr, /^ +lost +0 relations(;|$)/m)
  assertNothingSkipped(mode, stderr)
  return stderr
}

for (const mode of modes) {
  test(`${mode}: camflowd records the whole system and loses nothing`, async (t) => {
    const { child, text } = await startDaemon(t, mode)
    const closed = once(child, 'close')
    const directory = `/tmp/whole-${mode}`
    mkdirSync(directory)
    const work = spawn('sh', ['test/workloads/whole.sh', directory], { stdio: 'inherit' })
    writeFileSync(`/out/all-${mode}.pids`, `${child.pid} ${work.pid}\n`)
    const [workCode] = await once(work, 'close')
    child.kill('SIGTERM')
    const [code] = await closed
    assert.equal(workCode, 0, 'the programs did their work')
    assert.equal(code, 0, text())
    assert.match(text(), /; nothing lost$/m)
    assertNothingSkipped(mode, text())
  })

  test(`${mode}: camflow run records the cases`, () => {
    const programs = `${process.cwd()}/build/workloads`
    const script = prepareCases(captureCases, `/tmp/cases-${mode}`, programs)
    const stderr = record(mode, 'cases', ['--packets', '--', 'sh', script], SCRIPT_EXIT_CODE)
    assert.doesNotMatch(stderr, /^case /m, 'a program of the cases failed')
  })
}

for (const mode of suiteModes) {
  test(`${mode}: camflow run records the program suite`, () => {
    const directory = `/tmp/suite-${mode}`
    mkdirSync(directory)
    record(mode, 'suite', ['--descriptors', '--', 'build/suite/suite', directory], 0)
  })
}

// What a target is, user space finds out; one kernel is enough, the strictest. One capture serves for more.
if (process.env.CAMFLOW_GUEST_KERNEL === '6.1') {
  const log = '/out/targets-lsm.log'
  test('targets are set, and flags are kept with files', async () => {
    await using session = await startCapture({ mode: 'lsm', policy: { derivedFilter: 0n } })
    const saver = new FlagSaver(session.plane.persistence, assert.fail)
    const work = async () => {
      await meetTargets(session)
      keepFlags(session.plane)
    }
    const output = new LogOutput({ path: log })
    try {
      await recordWhile(session, output, work, (vertex) => saver.vertex(vertex))
    } finally {
      saver.close()
    }
  })
  test('targets meet a container, files in use, a user, a context and an address', () =>
    checkTargets('lsm', log))
  test('flags of a file are kept with what it flowed into, and only the capture takes them away', () =>
    checkFlags())

  test('tracepoint mode loads where the verifier is strictest about the stack', () => {
    const words = ['--', 'sh', '-c', 'cat /etc/hostname > /tmp/one']
    const stderr = record('tracepoint', 'one', words, 0)
    assert.match(stderr, /^ +written +1 file: \/tmp\/one$/m)
    const log = readFileSync('/out/one-tracepoint.log', 'utf8')
    assert.match(log, /"cf:secctx":"unconfined"/, 'as AppArmor calls it')
  })
}
