/**
 * What capture costs, in instructions: `npm run bench:overhead -- --help`. One guest per kernel; all
 * conditions are measured in one boot, so that the base and what is related to it are the same machine.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bootGuest } from '../scripts/guest/boot.ts'
import { isKernelName, type KernelName } from '../scripts/guest/kernels.ts'
import { objectFile } from '../src/kernel/object-file.ts'
import { conditions, isCondition } from './overhead/conditions.ts'
import type { MeasuredMode, Plan, Report } from './overhead/figures.ts'
import { compileNoop } from './overhead/noop.ts'
import { operations, operationsNamed } from './overhead/operations.ts'
import { goalTable, peerTable } from './overhead/table.ts'
import { openWorkshop, resultsDirectory, type Workshop } from './prepare.ts'

const help = `npm run bench:overhead -- [OPTION…]

Counts the instructions of single operations in a guest, with and without capture.

  --ops A,B          ${operations.map((each) => each.name).join(' ')}
  --conditions A,B   ${conditions.join(' ')}
  --mode A,B         lsm, fentry; default lsm
  --kernel A,B       6.1, 6.12, 7.3; default 6.12
  --repeats N        default 5; the median counts
  --objects DIR      capture programs to measure instead of compiling bpf/
  --label TEXT       for the name of the JSON file in build/bench/
  --verbose          progress`

const { values } = parseArgs({
  options: {
    ops: { type: 'string' },
    conditions: { type: 'string' },
    mode: { type: 'string' },
    kernel: { type: 'string' },
    repeats: { type: 'string' },
    objects: { type: 'string' },
    label: { type: 'string' },
    verbose: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help) {
  console.log(help)
} else {
  using workshop = openWorkshop(values.objects)
  const plan = planOf(workshop)
  for (const kernel of list(values.kernel, ['6.12'])) {
    if (!isKernelName(kernel)) throw new TypeError(`no kernel ${kernel}`)
    tell(kernel, plan, await measureOn(kernel, plan, workshop))
  }
}

function planOf(workshop: Workshop): Plan {
  const modes = list(values.mode, ['lsm']) as readonly MeasuredMode[]
  const noops = join(workshop.directory, 'noop')
  mkdirSync(noops)
  for (const mode of modes) compileNoop(objectFile(mode, workshop.objects), noops, mode)
  return {
    operations: operationsNamed(values.ops?.split(',')).map((each) => each.name),
    conditions: list(values.conditions, conditions).filter(isCondition),
    modes,
    repeats: Number(values.repeats ?? 5),
    program: workshop.program('operations.c'),
    objects: workshop.objects,
    noops,
    ringBytes: 256 << 20,
  }
}

async function measureOn(kernel: KernelName, plan: Plan, workshop: Workshop): Promise<Report> {
  const outDir = join(workshop.directory, `out-${kernel}`)
  const { exitCode, stderr } = await bootGuest({
    kernel,
    outDir,
    icount: true,
    timeoutMs: 1_800_000,
    command: ['node', workshop.script('bench/overhead/guest.ts'), JSON.stringify(plan)],
    onStderr: (chunk) => void (values.verbose && process.stderr.write(chunk)),
  })
  if (exitCode !== 0) throw new Error(`the guest failed with ${exitCode}\n${stderr}`)
  const name = ['overhead', kernel, ...plan.modes, ...((values.label ?? '') ? [values.label] : [])]
  const kept = join(resultsDirectory, `${name.join('-')}.json`)
  copyFileSync(join(outDir, 'report.json'), kept)
  return JSON.parse(readFileSync(kept, 'utf8')) as Report
}

function tell(kernel: string, plan: Plan, report: Report): void {
  for (const mode of plan.modes) {
    const failures = JSON.stringify(report.failures[mode] ?? {})
    const parts = [
      `### ${mode} on ${report.release}`,
      `LSM list ${report.securityModules}; failed helpers ${failures}`,
      goalTable(report, mode),
      ...(kernel === '6.1' ? [peerTable(report, mode)] : []),
    ]
    const text = `${parts.join('\n\n')}\n`
    writeFileSync(join(resultsDirectory, `overhead-${kernel}-${mode}.md`), text)
    console.log(text)
  }
}

function list(text: string | undefined, fallback: readonly string[]): readonly string[] {
  return text?.split(',') ?? fallback
}
