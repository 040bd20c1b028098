/** `camflowd` as tests run it on this kernel: started, loaded with work, looked at, stopped. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type DaemonFigures, readFigures } from '../../src/capture/daemon-figures.ts'
import { loadPinned } from '../../src/capture/session.ts'
import { unloadCapture } from '../../src/capture/unload.ts'
import { programWords } from '../program.ts'

const MAIN = programWords('daemon/main')

/** A daemon that a test has started, in tracepoint mode. */
export interface Daemon {
  readonly child: ChildProcess
  text(): string
  /** Waits until the daemon has said something that matches. */
  says(pattern: RegExp): Promise<void>
  /** Waits for its end. @returns the exit status. */
  ended(): Promise<number | null>
  stop(): Promise<number | null>
}

/** Starts one; its pid file stands beside its log. */
export function startDaemon(pin: string, log: string, ...more: readonly string[]): Daemon {
  const pidFile = join(dirname(log), 'pid')
  const options = ['--pin', pin, '--output', log, '--pid-file', pidFile, '--capture', 'tracepoint']
  const child = spawn(process.execPath, [...MAIN, ...options, ...more], {
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

/** What it tells of itself now, as `camflow stats` shows it. */
export async function figuresOf({ child }: Daemon): Promise<DaemonFigures | undefined> {
  return (await readFigures()).find(({ pid }) => pid === child.pid)
}

/** A tracked shell that reads and writes files in a folder, `rounds` times each time it is told to go. */
export async function startLoad(pin: string, folder: string, rounds: number) {
  writeFileSync(join(folder, 'in'), '1\n')
  const script = `while read go; do i=0; while [ $i -lt ${rounds} ]; do
    read x < in; echo $i > out.$((i % 50)); i=$((i + 1)); done; echo done; done`
  const child = spawn('sh', ['-c', script], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
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
export function linesOf(...logs: readonly string[]): readonly string[] {
  return logs.flatMap((log) => linesIn(readFileSync(log, 'utf8')))
}

/** The whole lines of a text. */
export function linesIn(text: string): readonly string[] {
  return text.split('\n').slice(0, -1)
}

/** Whether every relation that was made has come out of the ring and gone to every output. */
export function hasEverything(figures: DaemonFigures | undefined): boolean {
  if (figures === undefined) return false
  const read = Object.values(figures.relations).reduce((sum, count) => sum + count, 0)
  const isAll = read > 0 && read === figures.kernel.relationIds
  return isAll && figures.outputs.every(({ waitingDocuments }) => waitingDocuments === 0)
}

/** A pin directory of one test; its capture ends with the test. */
export function aPin(name: string): string {
  const pin = `/sys/fs/bpf/camflow_test_${process.pid}_${name}`
  after(() => unloadCapture(pin))
  return pin
}
