/** The part of the hooks' benchmark that runs in the guest: the suite, not tracked and then tracked. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'

/** What one program did. */
export interface HookCost {
  readonly runs: number
  /** In the guest a nanosecond is one instruction. */
  readonly instructions: number
}

/** By program. */
export interface HookCosts {
  readonly release: string
  readonly untracked: Readonly<Record<string, HookCost>>
  readonly tracked: Readonly<Record<string, HookCost>>
}

interface Program {
  readonly name?: string
  readonly type: string
  readonly run_time_ns?: number
  readonly run_cnt?: number
}

/** So much is never emptied while the suite runs: the reader costs nothing here. */
const RING_BYTES = 256 << 20

writeFileSync('/proc/sys/kernel/bpf_stats_enabled', '1')
const before = new Set(programs().map(({ name }) => name))
await using session = await startCapture({ mode: 'lsm', ringBytes: RING_BYTES })
session.makeOpaque(process.pid)
const untracked = await costsOf(false)
const tracked = await costsOf(true)
const report: HookCosts = { release: release(), untracked, tracked }
writeFileSync('/out/report.json', JSON.stringify(report, undefined, 1))

async function costsOf(isTracked: boolean): Promise<Record<string, HookCost>> {
  const directory = `/tmp/suite-${isTracked}`
  mkdirSync(directory)
  const child = await spawnStopped(['build/suite/suite', directory])
  if (isTracked) session.trackProcess(child.pid)
  const start = read()
  child.start()
  const code = await child.exitCode
  if (code !== 0) throw new Error(`the suite ended with ${code}`)
  return Object.fromEntries(
    Object.entries(read()).map(([name, { runs, instructions }]) => [
      name,
      {
        runs: runs - (start[name]?.runs ?? 0),
        instructions: instructions - (start[name]?.instructions ?? 0),
      },
    ]),
  )
}

function read(): Record<string, HookCost> {
  const own = programs().filter(({ name }) => name !== undefined && !before.has(name))
  return Object.fromEntries(
    own.map(({ name = '', run_cnt = 0, run_time_ns = 0 }) => [
      name,
      { runs: run_cnt, instructions: run_time_ns },
    ]),
  )
}

function programs(): readonly Program[] {
  return JSON.parse(execFileSync('bpftool', ['prog', 'show', '--json'], { encoding: 'utf8' }))
}
