/**
 * What recording the whole system adds to whole programs, the recorder included, by instructions of the
 * guest's only processor: `node --import tsx bench/workloads.ts --help`
 */
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bootGuest } from '../scripts/guest/boot.ts'
import { isKernelName } from '../scripts/guest/kernels.ts'
import type { MeasuredMode } from './overhead/figures.ts'
import { markdown } from './overhead/table.ts'
import { openWorkshop, resultsDirectory } from './prepare.ts'
import type { WorkloadPlan, WorkloadReport } from './workloads/figures.ts'
import { workloads } from './workloads/workloads.ts'

const help = `node --import tsx bench/workloads.ts [OPTION…]

  --workloads A,B    ${workloads.map((each) => each.name).join(', ')}; default all
  --mode A,B         lsm, fentry; default lsm
  --kernel NAME      6.1, 6.12, 7.3; default 6.12
  --repeats N        default 5, after ten to warm up
  --objects DIR      capture programs to measure instead of compiling bpf/`

const { values } = parseArgs({
  options: {
    workloads: { type: 'string', default: workloads.map((each) => each.name).join() },
    mode: { type: 'string', default: 'lsm' },
    kernel: { type: 'string', default: '6.12' },
    repeats: { type: 'string', default: '5' },
    objects: { type: 'string' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(help)
else await run()

async function run(): Promise<void> {
  using workshop = openWorkshop(values.objects)
  const { kernel } = values
  if (!isKernelName(kernel)) throw new TypeError(`no kernel ${kernel}`)
  const plan: WorkloadPlan = {
    workloads: values.workloads.split(','),
    modes: values.mode.split(',') as readonly MeasuredMode[],
    repeats: Number(values.repeats),
    daemon: workshop.script('src/daemon/main.ts'),
  }
  const outDir = join(workshop.directory, 'out')
  const { exitCode } = await bootGuest({
    ...{ kernel, outDir },
    icount: true,
    memoryMb: 4096,
    timeoutMs: 1_800_000,
    command: ['node', workshop.script('bench/workloads/guest.ts'), JSON.stringify(plan)],
    onStderr: (chunk) => void process.stderr.write(chunk),
  })
  if (exitCode !== 0) throw new Error(`the guest failed with ${exitCode}`)
  const kept = join(resultsDirectory, `workloads-${kernel}-${plan.modes.join('-')}.json`)
  copyFileSync(join(outDir, 'report.json'), kept)
  tell(JSON.parse(readFileSync(kept, 'utf8')) as WorkloadReport)
}

function tell({ figures, summaries, release }: WorkloadReport): void {
  const millions = (value: number) => (value / 1e6).toFixed(0)
  const rows = figures.flatMap((figure) => {
    const base = figures.find(({ workload, mode }) => workload === figure.workload && !mode)
    if (figure.mode === undefined || base === undefined) return []
    const title = workloads.find(({ name }) => name === figure.workload)?.title ?? figure.workload
    const own = figure.busy - figure.recorder
    return [
      [
        title,
        figure.mode,
        millions(base.busy),
        (own / base.busy).toFixed(2),
        (figure.recorder / base.busy).toFixed(2),
        (figure.busy / base.busy).toFixed(2),
        (figure.logBytes / 1e6).toFixed(1),
      ],
    ]
  })
  const head = ['workload', 'mode', 'base, million instructions', 'without the recorder']
  console.log(`### ${release}\n`)
  console.log(markdown([...head, 'recorder', 'together', 'log, MB'], rows))
  for (const [mode, text] of Object.entries(summaries)) console.log(`\n${mode}: ${text}`)
}
