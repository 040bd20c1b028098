/**
 * What each hook costs, by the kernel's own statistics (`kernel.bpf_stats_enabled`), in instructions:
 * `node --import tsx bench/hook-cost.ts [KERNEL]`
 */
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootGuest } from '../scripts/guest/boot.ts'
import { isKernelName } from '../scripts/guest/kernels.ts'
import { buildSuite } from '../scripts/suite/build.ts'
import type { HookCosts } from './hook-cost/guest.ts'
import { markdown } from './overhead/table.ts'
import { openWorkshop, resultsDirectory } from './prepare.ts'

const [kernel = '6.12'] = process.argv.slice(2)
if (!isKernelName(kernel)) throw new TypeError(`no kernel ${kernel}`)
buildSuite()
using workshop = openWorkshop(undefined)
const outDir = join(workshop.directory, 'out')
const { exitCode } = await bootGuest({
  ...{ kernel, outDir },
  icount: true,
  memoryMb: 4096,
  timeoutMs: 1_800_000,
  command: ['node', workshop.script('bench/hook-cost/guest.ts')],
  onStderr: (chunk) => void process.stderr.write(chunk),
})
if (exitCode !== 0) throw new Error(`the guest failed with ${exitCode}`)
const kept = join(resultsDirectory, `hook-cost-${kernel}.gen.json`)
copyFileSync(join(outDir, 'report.json'), kept)
tell(JSON.parse(readFileSync(kept, 'utf8')) as HookCosts)

function tell({ release, untracked, tracked }: HookCosts): void {
  const each = (cost: { readonly runs: number; readonly instructions: number } | undefined) =>
    cost === undefined || cost.runs === 0 ? '–' : String(Math.round(cost.instructions / cost.runs))
  const names = Object.keys(tracked).filter((name) => (tracked[name]?.runs ?? 0) > 0)
  const rows = names
    .sort((a, b) => (tracked[b]?.instructions ?? 0) - (tracked[a]?.instructions ?? 0))
    .map((name) => [name, String(tracked[name]?.runs), each(tracked[name]), each(untracked[name])])
  console.log(`### ${release}\n`)
  console.log(markdown(['program', 'runs', 'tracked', 'not tracked'], rows))
  const silent = Object.keys(tracked).filter((name) => tracked[name]?.runs === 0)
  console.log(`\nNever run: ${silent.join(', ')}`)
}
