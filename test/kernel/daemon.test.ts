/** `camflowd` on this kernel: what survives a kill, a rotation and a full disk. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type DaemonFigures, readFigures } from '../../src/capture/daemon-figures.ts'
import { loadPinned } from '../../src/capture/session.ts'
import { unloadCapture } from '../../src/capture/unload.ts'
import { PipeReader } from '../contract/pipe-reader.ts'
import { judgeLines, judgeSpadeLog, verdictText } from '../e2e/judge.ts'
import { cannotLoad } from './stub.ts'

const MAIN = fileURLToPath(new URL('../../src/daemon/main.ts', import.meta.url))
const TSX = fileURLToPath(import.meta.resolve('tsx'))
const skip = cannotLoad || (existsSync('dist/bpf') ? false : 'not built: npm run build')

const STOPPED_SECONDS = 10
const BUFFER_BYTES = 1_048_576
/** The ring of 64 MiB and what Node.js takes by itself. */
const MOST_RESIDENT_BYTES = 300e6

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflowd-'))
  writeFileSync(join(directory, 'in'), '1\n')
})
after(() => rmSync(directory, { recursive: true, force: true }))

interface Daemon {
  readonly child: ChildProcess
  text(): string
  /** Waits until the daemon has said something that matches. */
  says(pattern: RegExp): Promise<void>
  /** Waits for its end. @returns the exit status. */
  ended(): Promise<number | null>
  stop(): Promise<number | null>
}

function startDaemon(pin: string, log: string, ...more: readonly string[]): Daemon {
  const pidFile = join(directory, 'pid')
  const options = ['--pin', pin, '--output', log, '--pid-file', pidFile, '--capture', 'tracepoint']
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...options, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr?.on('data', (data) => {
    text += data
  })
  const closed = once(child, 'close')
  const ended = async () => {
    const [code] = await closed
    return code as number | null
  }
  return {
    child,
    text: () => text,
    async says(pattern) {
      const deadline = performance.now() + 60_000
      while (!pattern.test(text)) {
        assert.equal(child.exitCode, null, `the daemon ended: ${text}`)
        assert.ok(performance.now() < deadline, `it never said ${pattern}: ${text}`)
        await sleep(20)
      }
    },
    ended,
    stop() {
      child.kill('SIGTERM')
      return ended()
    },
  }
}

async function figuresOf({ child }: Daemon): Promise<DaemonFigures | undefined> {
  return (await readFigures()).find(({ pid }) => pid === child.pid)
}

/** A tracked shell that reads and writes files, `rounds` times each time it is told to go. */
async function startLoad(pin: string, rounds: number) {
  const script = `while read go; do i=0; while [ $i -lt ${rounds} ]; do
    read x < in; echo $i > out.$((i % 50)); i=$((i + 1)); done; echo done; done`
  const child = spawn('sh', ['-c', script], { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'] })
  const session = await loadPinned(pin)
  // The same flows again and again would be recorded once.
  session.control.change({ compressesEdges: false, compressesNodes: false })
  session.trackProcess(child.pid as number, { propagate: true })
  await session.close()
  return {
    async go() {
      child.stdin?.write('go\n')
      await once(child.stdout as NodeJS.ReadableStream, 'data')
    },
    async end() {
      child.stdin?.end()
      await once(child, 'close')
    },
  }
}

/** The whole lines of logs. A killed writer may leave half a line; its records are read again. */
function linesOf(...logs: readonly string[]): readonly string[] {
  return logs.flatMap((log) => linesIn(readFileSync(log, 'utf8')))
}

function linesIn(text: string): readonly string[] {
  return text.split('\n').slice(0, -1)
}

/** Whether every relation that was made has come out of the ring and gone to every output. */
function hasEverything(figures: DaemonFigures | undefined): boolean {
  if (figures === undefined) return false
  const read = Object.values(figures.relations).reduce((sum, count) => sum + count, 0)
  const isAll = read > 0 && read === figures.kernel.relationIds
  return isAll && figures.outputs.every(({ waitingDocuments }) => waitingDocuments === 0)
}

/** A pin directory of one test; its capture ends with the test. */
function aPin(name: string): string {
  const pin = `/sys/fs/bpf/camflow_test_${process.pid}_${name}`
  after(() => unloadCapture(pin))
  return pin
}

test('a killed daemon leaves nothing out: the next one goes on', { skip }, async (t) => {
  const pin = aPin('kill')
  const [first, second] = [join(directory, 'first.log'), join(directory, 'second.log')]
  const before = startDaemon(pin, first)
  await before.says(/recording/)
  const load = await startLoad(pin, 4000)
  const going = load.go()
  await sleep(1500)
  before.child.kill('SIGKILL')
  await once(before.child, 'close')
  await going
  await load.go()
  const next = startDaemon(pin, second)
  await next.says(/going on with/)
  await load.go()
  await load.end()
  await sleep(200)
  assert.equal(await next.stop(), 0, next.text())
  const verdict = await judgeLines(linesOf(first, second))
  t.diagnostic(verdictText(verdict))
  const { relations } = verdict.report
  assert.ok(relations > 10_000, `${relations} relations`)
})

test('a second daemon on the same ring is refused and changes nothing', { skip }, async () => {
  const pin = aPin('second')
  const first = startDaemon(pin, join(directory, 'reads.log'))
  await first.says(/recording what is tracked/)
  const pidFile = join(directory, 'second-pid')
  const options = ['--all', '--pid-file', pidFile]
  const second = startDaemon(pin, join(directory, 'refused.log'), ...options)
  assert.equal(await second.ended(), 1)
  assert.match(second.text(), new RegExp(`another reader .* process ${first.child.pid}\\.`, 'i'))
  const session = await loadPinned(pin)
  assert.equal(session.control.policy.capturesAll, false)
  await session.close()
  assert.equal(await first.stop(), 0, first.text())
})

test('SIGHUP goes on in a new file after a rotation', { skip }, async () => {
  const pin = aPin('hup')
  const log = join(directory, 'rotated.log')
  const daemon = startDaemon(pin, log)
  await daemon.says(/recording/)
  const load = await startLoad(pin, 500)
  await load.go()
  await sleep(1500)
  renameSync(log, `${log}.1`)
  daemon.child.kill('SIGHUP')
  await sleep(200)
  await load.go()
  await load.end()
  assert.equal(await daemon.stop(), 0, daemon.text())
  assert.ok(readFileSync(log, 'utf8').length > 0)
  await judgeLines(linesOf(`${log}.1`, log))
})

test('several outputs get the same records, and camflow stats tells of them', {
  skip,
}, async () => {
  const pin = aPin('outputs')
  const file = (name: string) => join(directory, name)
  const [log, pipe, spade] = [file('several.log'), file('pipe'), file('spade.log')]
  const outputs = [`fifo:${pipe}`, 'null', `log:${spade},format=spade_json,profile=spade`]
  const daemon = startDaemon(pin, log, ...outputs.flatMap((output) => ['--output', output]))
  await daemon.says(/recording .*several\.log, fifo .*pipe, null, .*spade\.log/)
  const load = await startLoad(pin, 500)
  await load.go()
  await load.end()
  // The reader comes late: what found room has waited for it, the rest is told as lost.
  const reader = new PipeReader(pipe)
  reader.start()
  let figures = await figuresOf(daemon)
  while (!hasEverything(figures)) {
    await sleep(50)
    figures = await figuresOf(daemon)
  }
  assert.equal(figures?.mode, 'tracepoint')
  assert.ok((figures?.relations.write ?? 0) > 0)
  assert.equal(await daemon.stop(), 0, daemon.text())
  const ofLog = (await judgeLines(linesOf(log))).report
  // A loss takes vertices along that later relations name.
  const loss = { lostRelations: 'any', lacksVertices: true } as const
  const ofPipe = (await judgeLines(linesIn(reader.rest()), loss)).report
  reader.leave()
  assert.ok(ofLog.relations > 500)
  assert.equal((await judgeSpadeLog(spade)).relations, ofLog.relations)
  assert.equal(ofPipe.relations + ofPipe.lostRelations, ofLog.relations, daemon.text())
})

test('a reader that stops for ten seconds, dies and comes back holds nothing up', {
  skip,
}, async (t) => {
  const pin = aPin('reader')
  const [log, pipe] = [join(directory, 'beside.log'), join(directory, 'stopping')]
  const daemon = startDaemon(pin, log, '--output', `fifo:${pipe},buffer=1M`)
  await daemon.says(/recording/)
  const load = await startLoad(pin, 100)
  const first = new PipeReader(pipe)
  first.start()
  await load.go()
  first.stop()
  for (let second = 0; second < STOPPED_SECONDS; second++) {
    await load.go()
    await sleep(1000)
  }
  const stuck = await figuresOf(daemon)
  first.leave()
  // The pipe breaks when something is written to it; a reader in its place at once would hide that.
  await load.go()
  await sleep(1000)
  const second = new PipeReader(pipe)
  second.start()
  await load.go()
  await load.end()
  while (!hasEverything(await figuresOf(daemon))) await sleep(50)
  assert.equal(await daemon.stop(), 0, daemon.text())
  const [ofLog, ofPipe] = stuck?.outputs ?? []
  assert.ok((ofPipe?.droppedRelations ?? 0) > 0, 'it does not get everything')
  assert.ok((ofPipe?.waitingBytes ?? 0) <= BUFFER_BYTES, 'what waits for it is bounded')
  assert.ok((ofLog?.relations ?? 0) > 5000, 'capture goes on')
  assert.ok((stuck?.memory.residentBytes ?? 0) < MOST_RESIDENT_BYTES, 'and memory is bounded')
  const complete = await judgeLines(linesOf(log))
  t.diagnostic(verdictText(complete))
  const read = [...linesIn(first.text), ...linesIn(second.rest())]
  second.leave()
  const loss = { lostRelations: 'any', lacksVertices: true } as const
  const { report } = await judgeLines(read, loss)
  assert.ok(report.lostRelations > 0)
  assert.equal(report.relations + report.lostRelations, complete.report.relations)
})

test('a full disk stops the log, not the account: losses are told to the relation', {
  skip,
}, async () => {
  const pin = aPin('full')
  const disk = join(directory, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk])
  try {
    const log = join(disk, 'audit.log')
    const daemon = startDaemon(pin, log, '--ring', '256K')
    await daemon.says(/recording/)
    const load = await startLoad(pin, 4000)
    await load.go()
    await daemon.says(/takes nothing: ENOSPC/)
    await load.go()
    execFileSync('mount', ['-o', 'remount,size=64m', disk])
    await daemon.says(/takes documents again/)
    await load.go()
    await load.end()
    assert.equal(await daemon.stop(), 0, daemon.text())
    const loss = { lostRelations: 'any', lacksVertices: true } as const
    const { report } = await judgeLines(linesOf(log), loss)
    assert.ok(report.lostRelations > 0)
    assert.match(daemon.text(), /ring_full/)
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})
