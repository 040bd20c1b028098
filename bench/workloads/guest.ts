/** The part of the workloads benchmark that runs in the guest. The daemon records; nothing is tracked by hand. */
import { spawn } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryRoot } from '../memory-root.ts'
import type { MeasuredMode } from '../overhead/figures.ts'
import type { WorkloadFigure, WorkloadPlan, WorkloadReport } from './figures.ts'
import { watchProcessor } from './processor.ts'
import { prepareWorkloads, type Workload, workloads } from './workloads.ts'

/** The daemon writes what it has within a second; the rest of this time is idle and not counted. */
const LAST_RECORDS_MS = 2500
/** V8 compiles what the recorder does often during the first runs; what it does then is measured. */
const WARM_UPS = 10
const LOG = '/dev/shm/camflow.log'

const plan = JSON.parse(process.argv[2] ?? '') as WorkloadPlan
const root = new MemoryRoot()
const directory = prepareWorkloads(root)
const figures: WorkloadFigure[] = []
const summaries: Record<string, string> = {}
writeFileSync('/proc/sys/kernel/randomize_va_space', '0')

await measure()
for (const mode of plan.modes) await measureRecorded(mode)
const report: WorkloadReport = { release: release(), figures, summaries }
writeFileSync('/out/report.json', JSON.stringify(report))

async function measureRecorded(mode: MeasuredMode): Promise<void> {
  const words = ['--foreground', '--private', '--all', '--capture', mode, '--output', LOG]
  const daemon = spawn('node', [plan.daemon, ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  const isOver = new Promise((resolve) => daemon.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: daemon.stderr }).on('line', (line) => {
      console.error(line)
      said.push(line)
      if (/recording everything/.test(line)) resolve()
    })
    daemon.once('exit', (code) => reject(new Error(`camflowd ended with ${code}`)))
  })
  await measure(mode, daemon.pid)
  daemon.kill('SIGTERM')
  await isOver
  summaries[mode] = said.slice(1).join('; ')
}

async function measure(mode?: MeasuredMode, recorder?: number): Promise<void> {
  const wanted = workloads.filter(({ name }) => plan.workloads.includes(name))
  for (const workload of wanted) {
    for (let i = 0; i < WARM_UPS; i++) await runOnce(workload)
    const repeats = []
    for (let i = 0; i < plan.repeats; i++) {
      const spent = watchProcessor(recorder)
      const before = logBytes()
      await runOnce(workload)
      repeats.push({ ...spent(), logBytes: logBytes() - before })
    }
    const middle = repeats.sort((a, b) => a.busy - b.busy)[repeats.length >>> 1]
    if (middle === undefined) throw new TypeError('no repeats')
    figures.push({ workload: workload.name, ...(mode === undefined ? {} : { mode }), ...middle })
    console.error(`${mode ?? '-'} ${workload.name} ${JSON.stringify(repeats)}`)
  }
}

function logBytes(): number {
  return statSync(LOG, { throwIfNoEntry: false })?.size ?? 0
}

async function runOnce({ script, name }: Workload): Promise<void> {
  const line = `cd ${directory} && { ${script}; }`
  // Stands for a user's shell: this process is not the recorder, so it is not opaque.
  const shell = spawn('chroot', [root.path, '/bin/sh', '-ec', line], { stdio: 'inherit' })
  const code = await new Promise((resolve) => shell.once('close', resolve))
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  await sleep(LAST_RECORDS_MS)
}
