/**
 * The part of the overhead benchmark that runs in the guest: measures each operation under each
 * condition, one after the other on the only processor. The ring is emptied between the repeats.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { LoadedPrograms } from '../../src/kernel/programs.ts'
import { MemoryRoot } from '../memory-root.ts'
import { Bystander } from './bystander.ts'
import type { Condition } from './conditions.ts'
import type { Figure, MeasuredMode, Plan, Report } from './figures.ts'
import { Launcher } from './launcher.ts'
import { Meter } from './meter.ts'
import { operationsNamed } from './operations.ts'

const plan = JSON.parse(process.argv[2] ?? '') as Plan
// The same addresses each time: a process whose memory lies elsewhere needs other page tables.
writeFileSync('/proc/sys/kernel/randomize_va_space', '0')
const root = new MemoryRoot().addPrograms('/bin/sh', '/bin/true', plan.program)
const figures: Figure[] = []
const missing: Record<string, readonly string[]> = {}
const failures: Record<string, Record<string, number>> = {}

if (plan.conditions.includes('none')) {
  using launcher = new Launcher(root.path)
  await measure('none', undefined, launcher)
}
for (const mode of plan.modes) {
  if (plan.conditions.includes('no-op')) await measureNoop(mode)
  await measureCapture(mode)
}
const report: Report = {
  release: release(),
  securityModules: readFileSync('/sys/kernel/security/lsm', 'utf8').trim(),
  figures,
  missing,
  failures,
}
writeFileSync('/out/report.json', JSON.stringify(report))

async function measureNoop(mode: MeasuredMode): Promise<void> {
  using launcher = new Launcher(root.path)
  const objectPath = `${plan.noops}/noop.${mode}.bpf.o`
  const programs = LoadedPrograms.load({ mode, objectPath, ringBytes: 4096 })
  try {
    programs.attach()
    await measure('no-op', mode, launcher)
  } finally {
    programs.close()
  }
}

async function measureCapture(mode: MeasuredMode): Promise<void> {
  const wanted = (['loaded', 'other', 'tracked', 'all'] as const).filter((each) =>
    plan.conditions.includes(each),
  )
  if (wanted.length === 0) return
  using bystander = new Bystander(`${root.path}/tmp/bystander`)
  // A child of ours would be opaque once we are.
  const launchers = wanted.map((condition) => ({ condition, launcher: new Launcher(root.path) }))
  console.error(`loading the ${mode} programs`)
  const { ringBytes, objects } = plan
  await using session = await startCapture({ mode, ringBytes, objectDirectory: objects })
  for (const { condition, launcher } of launchers) {
    session.control.change({ capturesAll: condition === 'all' })
    if (condition === 'other') await bystander.track(session)
    await measure(condition, mode, launcher, session)
    launcher[Symbol.dispose]()
  }
  const stats = session.stats()
  missing[mode] = [...session.missing].map(([hook, why]) => `${hook}: ${why}`)
  const nonZero = Object.entries(stats.failures).filter(([, count]) => count > 0)
  failures[mode] = Object.fromEntries([...nonZero, ['missed_runs', stats.missedRuns]])
}

async function measure(
  condition: Condition,
  mode: MeasuredMode | undefined,
  launcher: Launcher,
  session?: CaptureSession,
): Promise<void> {
  for (const operation of operationsNamed(plan.operations)) {
    const meter = new Meter(condition, session)
    const repeats = await launcher.run(plan.program, operation, plan.repeats, meter)
    const perOperation = (all: readonly number[]) =>
      all.map((each) => each / operation.count).sort((a, b) => a - b)
    const elapsed = perOperation(repeats.map((each) => each.elapsed))
    const figure: Figure = {
      operation: operation.name,
      condition,
      ...(mode === undefined ? {} : { mode }),
      elapsed: middle(elapsed),
      cpu: middle(perOperation(repeats.map((each) => each.cpu))),
      elapsedRange: [elapsed.at(0) ?? 0, elapsed.at(-1) ?? 0],
      ...meter.made(operation.count * (plan.repeats + 1)),
    }
    figures.push(figure)
    const told = [figure.elapsed, figure.cpu].map((each) => each.toFixed(0)).join(' ')
    console.error(`${mode ?? '-'} ${condition} ${operation.name} ${told}`)
  }
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >>> 1] ?? 0
}
