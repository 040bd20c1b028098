import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Camflow } from '../../../src/capture/camflow.ts'
import { FlagSaver } from '../../../src/capture/flag-saver.ts'
import { loadPinned } from '../../../src/capture/session.ts'
import { kernelTypes } from '../../../src/kernel/btf.ts'
import { overtakenHooks, takenHooks } from '../../../src/kernel/lsm-order.ts'
import type { CaptureMode } from '../../../src/kernel/object-file.ts'
import { DEFAULT_PIN_DIRECTORY, pinnedLinks } from '../../../src/kernel/pins.ts'
import {
  type Detail,
  defaultPolicy,
  type Policy,
  withoutDetails,
} from '../../../src/kernel/policy.ts'
import { preemptsItself } from '../../../src/kernel/preemption.ts'
import { LogOutput } from '../../../src/outputs/log.ts'
import { prepareCases, SCRIPT_EXIT_CODE } from '../../e2e/case.ts'
import { captureCases } from '../../e2e/cases.ts'
import { recordWhile } from '../../e2e/record-while.ts'
import { checkBystanders, meetBystanders } from './bystanders.ts'
import { checkFlags, keepFlags } from './persistence.ts'
import { Refuser } from './refuser.ts'
import { checkTargets, meetTargets } from './targets.ts'

// Makes the logs; the host judges them, because this processor is emulated. Loading the programs costs it most:
// for each mode camflowd loads them once and they stay pinned, as with the service. The whole system comes first,
// whose capture is the first thing that the guest does; then camflowd goes on with what `camflow run` leaves to it:
// the cases, and the suite. On one kernel `camflow run` records the suite alone, with programs of its own.

const PATIENCE_MS = 900_000
const CAMFLOWD = 'dist/src/daemon/main.js'
const modes = (process.env.CAMFLOW_GUEST_MODES?.split(',') ?? []) as readonly CaptureMode[]
const suiteModes = process.env.CAMFLOW_GUEST_SUITE_MODES?.split(',') ?? []
const isStrictest = process.env.CAMFLOW_GUEST_KERNEL === '6.1'
const TARGETS_LOG = '/out/targets-lsm.log'
const isSuiteAlone = process.env.CAMFLOW_GUEST_SUITE_ALONE === 'yes'

interface Daemon {
  readonly child: ChildProcess
  text(): string
  /** Has it write what is in the ring and end; nothing may be lost. What is loaded stays. */
  stop(): Promise<void>
}

/** Starts camflowd on `/out/NAME-MODE.log` and waits until it records. It ends with the test, whatever becomes of that. */
async function startDaemon(
  t: TestContext,
  mode: string,
  name: string,
  ...more: readonly string[]
): Promise<Daemon> {
  const options = ['--capture', mode, '--output', `/out/${name}-${mode}.log`, ...more]
  const child = spawn(process.execPath, [CAMFLOWD, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = once(child, 'close')
  t.after(() => child.kill('SIGKILL'))
  // Read from a pipe: 7.x may answer ENODATA to who reads a file of /out, a 9p mount, while another writes it.
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    told += words
    appendFileSync(`/out/${name}-${mode}.txt`, words)
  })
  const text = () => told
  const deadline = performance.now() + PATIENCE_MS
  while (!/recording (everything|what is tracked) in/.test(text())) {
    assert.equal(child.exitCode, null, `camflowd ended: ${text()}`)
    assert.ok(performance.now() < deadline, `camflowd never began: ${text()}`)
    await sleep(50)
  }
  const stop = async () => {
    child.kill('SIGTERM')
    const [code] = await closed
    assert.equal(code, 0, text())
    assert.match(text(), /; nothing lost$/m)
    assertNothingSkipped(mode, text())
  }
  return { child, text, stop }
}

/** Changes the policy of what is loaded. Unlike a recorder, this process stays one that is recorded. */
function changePolicy(parts: Partial<Policy>): void {
  using camflow = Camflow.open()
  camflow.control.changePolicy(parts)
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

/** What `camflow run` is to do: its files are `/out/NAME-MODE.*`. */
interface Run {
  readonly name: string
  readonly words: readonly string[]
  readonly code: number
}

/** Runs `camflow run`. @returns what was said on standard error. */
function camflowRun(mode: string, { name, words, code }: Run): string {
  const command = ['dist/src/cli/main.js', 'run', ...words]
  const { error, status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  })
  writeFileSync(`/out/${name}-${mode}.out`, stdout)
  writeFileSync(`/out/${name}-${mode}.run`, stderr)
  assert.ifError(error)
  assert.equal(status, code, stderr)
  return stderr
}

/** Has a new camflowd go on with what is loaded, and record a command. @returns what `camflow run` said. */
async function leaveToService(
  t: TestContext,
  mode: string,
  { name, words, code }: Run,
  detail: Detail,
): Promise<string> {
  changePolicy({ ...defaultPolicy, ...withoutDetails([detail]) })
  const { child, text, stop } = await startDaemon(t, mode, name)
  assert.match(text(), /recording what is tracked .*, going on with/)
  const said = camflowRun(mode, { name, words: ['--', ...words], code })
  assert.match(said, new RegExp(`the service, camflowd ${child.pid};`))
  await stop()
  return said
}

/** Has `camflow run` record a command with programs of its own. @returns what was said. */
function recordAlone(mode: string, { name, words, code }: Run): string {
  const options = ['--capture', mode, '--output', `/out/${name}-${mode}.log`]
  const said = camflowRun(mode, { name, words: [...options, ...words], code })
  assert.match(said, /^ +lost +0 relations(;|$)/m)
  assertNothingSkipped(mode, said)
  return said
}

function suiteCommand(mode: string): readonly string[] {
  const directory = `/tmp/suite-${mode}`
  mkdirSync(directory)
  return ['build/suite/suite', directory]
}

for (const mode of modes) {
  test(`${mode}: camflowd records the whole system and loses nothing`, async (t) => {
    const { child, stop } = await startDaemon(t, mode, 'all', '--all')
    const directory = `/tmp/whole-${mode}`
    mkdirSync(directory)
    const work = spawn('sh', ['test/workloads/whole.sh', directory], { stdio: 'inherit' })
    writeFileSync(`/out/all-${mode}.pids`, `${child.pid} ${work.pid}\n`)
    const [workCode] = await once(work, 'close')
    assert.equal(workCode, 0, 'the programs did their work')
    changePolicy({ capturesAll: false })
    await stop()
  })

  if (isSuiteAlone && mode === 'lsm') {
    test('an LSM program that comes after the service is seen, for camflow doctor', () => {
      const seen = () =>
        overtakenHooks(pinnedLinks(DEFAULT_PIN_DIRECTORY), takenHooks(kernelTypes()))
      assert.ok(pinnedLinks(DEFAULT_PIN_DIRECTORY).includes('file_open__quick'))
      assert.deepEqual(seen(), [])
      using _refuser = new Refuser('/out')
      assert.deepEqual(seen(), ['file_open'])
    })
  }

  test(`${mode}: the next camflowd goes on with the cases of camflow run`, async (t) => {
    const programs = `${process.cwd()}/build/workloads`
    const script = prepareCases(captureCases, `/tmp/cases-${mode}`, programs)
    const words = ['sh', script]
    const said = await leaveToService(
      t,
      mode,
      { name: 'cases', words, code: SCRIPT_EXIT_CODE },
      'packets',
    )
    assert.doesNotMatch(said, /^case /m, 'a program of the cases failed')
  })

  if (suiteModes.includes(mode) && !isSuiteAlone) {
    test(`${mode}: the next camflowd goes on with the program suite of camflow run`, async (t) => {
      const words = suiteCommand(mode)
      await leaveToService(t, mode, { name: 'suite', words, code: 0 }, 'descriptors')
    })
  }

  if (isStrictest && mode === 'lsm') {
    test('targets are set, and flags are kept with files', async () => {
      await using session = await loadPinned()
      session.control.policy = { ...defaultPolicy, ...withoutDetails(), derivedFilter: 0n }
      session.control.nextEpoch()
      const saver = new FlagSaver(session.plane.persistence, assert.fail)
      const work = async () => {
        await meetTargets(session)
        keepFlags(session.plane)
      }
      const output = new LogOutput({ path: TARGETS_LOG })
      try {
        await recordWhile(session, output, work, (vertex) => saver.vertex(vertex))
      } finally {
        saver.close()
      }
    })
  }

  test(`${mode}: who was seen not to be tracked is seen with what is`, async () => {
    const log = `/out/bystanders-${mode}.log`
    {
      await using session = await loadPinned()
      session.control.policy = { ...defaultPolicy, ...withoutDetails() }
      session.control.nextEpoch()
      await recordWhile(session, new LogOutput({ path: log }), () => meetBystanders(session))
    }
    await checkBystanders(mode, log)
  })

  test(`${mode}: camflowd --unload leaves nothing of it`, () => {
    const { status, stderr } = spawnSync(process.execPath, [CAMFLOWD, '--unload'], {
      encoding: 'utf8',
    })
    assert.equal(status, 0, stderr)
    assert.equal(existsSync(DEFAULT_PIN_DIRECTORY), false)
  })
}

for (const mode of isSuiteAlone ? suiteModes : []) {
  test(`${mode}: camflow run alone records the program suite`, () => {
    for (const name of ['granted', 'refused']) writeFileSync(`/tmp/${name}`, '')
    using _refuser = new Refuser('/out')
    const script = 'cat /tmp/granted /tmp/refused; rm -f /tmp/granted /tmp/refused; exec "$@"'
    const words = ['--descriptors', '--', 'sh', '-c', script, 'sh', ...suiteCommand(mode)]
    const said = recordAlone(mode, { name: 'suite', words, code: 0 })
    assert.match(said, /^cat: \/tmp\/refused: Operation not permitted$/m)
    assert.match(said, /^rm: cannot remove '\/tmp\/refused': Operation not permitted$/m)
  })
}

// What a target is, user space finds out; one kernel is enough, the strictest. One capture serves for more.
if (isStrictest) {
  test('targets meet a container, files in use, a user, a context and an address', () =>
    checkTargets('lsm', TARGETS_LOG))
  test('flags of a file are kept with what it flowed into, and only the capture takes them away', () =>
    checkFlags())

  test('tracepoint mode loads where the verifier is strictest about the stack', () => {
    const words = ['--', 'sh', '-c', 'cat /etc/hostname > /tmp/one']
    const stderr = recordAlone('tracepoint', { name: 'one', words, code: 0 })
    assert.match(stderr, /^ +written +1 file: \/tmp\/one$/m)
    const log = readFileSync('/out/one-tracepoint.log', 'utf8')
    assert.match(log, /"cf:secctx":"unconfined"/, 'as AppArmor calls it')
  })
}
