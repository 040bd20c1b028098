import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { KernelName } from '../../scripts/guest/kernels.ts'
import { unproducedRelations, unproducedVertices } from '../../scripts/models/unproduced.ts'
import { buildSuite } from '../../scripts/suite/build.ts'
import { judgeSuite } from '../../scripts/suite/judge-log.ts'
import { NOT_RUN, type VerdictKind } from '../../scripts/suite/verdict.ts'
import { loadGraph, textOf } from '../../src/graph/load.ts'
import type { CaptureMode } from '../../src/kernel/object-file.ts'
import { relationTypes, vertexTypes } from '../../src/record/registry.ts'
import { checkCases } from '../e2e/check-cases.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLogs, verdictText } from '../e2e/judge.ts'
import { assertWorkload } from '../e2e/whole-system.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { guestTests } from './harness.ts'
import { compileRefuser } from './inside/refuser.ts'

const modes = ['lsm', 'fentry'] as const
const faultKinds: ReadonlySet<VerdictKind> = new Set(['incomplete', 'unsound'])

/** Captures in a guest of one kernel, judged on the host: one file for each, so that two run at once. */
export function captureTests(kernel: KernelName): void {
  // Both modes run the same hooks: one kernel for the second is enough.
  const isSuiteAlone = kernel === '6.12'
  const suiteModes = kernel === '6.12' ? modes : modes.slice(0, 1)
  buildPrograms()
  buildSuite()
  guestTests('capture', {
    kernels: [kernel],
    env: {
      CAMFLOW_GUEST_MODES: modes.join(','),
      CAMFLOW_GUEST_SUITE_MODES: suiteModes.join(','),
      CAMFLOW_GUEST_SUITE_ALONE: isSuiteAlone ? 'yes' : 'no',
    },
    timeoutMs: 2_400_000,
    before: async (outDir) => {
      if (isSuiteAlone) compileRefuser(outDir)
    },
    after: async (t, { outDir, totalMs }) => {
      t.diagnostic(`the guest ran for ${Math.round(totalMs / 1000)} s`)
      for (const mode of modes) {
        const names = ['all', 'cases']
        if (suiteModes.includes(mode)) {
          if (isSuiteAlone) {
            await judge(t, mode, outDir, ['suite'])
            await judgeRefusal(t, mode, outDir)
          } else names.push('suite')
          await judgePrograms(t, mode, outDir)
        }
        await judge(t, mode, outDir, names)
        await judgeWorkload(t, mode, outDir)
        const log = join(outDir, `cases-${mode}.log`)
        await checkCases(t, { log, mode, directory: `/tmp/cases-${mode}` })
      }
      await judgeTypes(t, outDir)
    },
  })
}

/** @param names of the logs of one capture, in their order. */
async function judge(
  t: TestContext,
  mode: string,
  outDir: string,
  names: readonly string[],
): Promise<void> {
  const what = names.join(', ')
  await t.test(`${mode}: the log of the capture is valid to all judges: ${what}`, async (t) => {
    const logs = names.map((name) => join(outDir, `${name}-${mode}.log`))
    t.diagnostic(`${mode}, ${what}: ${verdictText(await judgeLogs(logs))}`)
  })
}

/** What another security module refuses has not happened: it was there before us, and is asked first. */
async function judgeRefusal(t: TestContext, mode: CaptureMode, outDir: string): Promise<void> {
  await t.test(`${mode}: what another security module refuses is not recorded`, async () => {
    const graph = new FlowGraph(await loadGraph(join(outDir, `suite-${mode}.log`)))
    const count = (name: string) => {
      const file = graph.files(name)
      return [
        graph.relations('open', { from: file }).length,
        graph.relations('unlink', { to: file }).length,
      ]
    }
    assert.deepEqual(
      [count('/tmp/granted'), count('/tmp/refused')],
      [
        [1, 1],
        [0, 0],
      ],
    )
  })
}

/** Every program of the suite has run, and none shows less than it claims, nor anything that no model allows. */
async function judgePrograms(t: TestContext, mode: CaptureMode, outDir: string): Promise<void> {
  await t.test(`${mode}: every program of the suite has the flows that it claims`, async (t) => {
    const file = (suffix: string) => join(outDir, `suite-${mode}.${suffix}`)
    const capture = { mode, log: file('log'), told: file('out'), directory: `/tmp/suite-${mode}` }
    const { verdicts } = await judgeSuite(capture)
    const faults = verdicts.filter(({ kind, reason }) => faultKinds.has(kind) || reason === NOT_RUN)
    for (const { program, kind, reason } of verdicts) {
      if (kind === 'unknown') t.diagnostic(`${program.name} is unknown: ${reason}`)
    }
    assert.deepEqual(
      faults.map(({ program, kind, reason }) => `${program.name} ${kind}: ${reason}`),
      [],
    )
  })
}

/** What the models promise is also captured: all types but those that stand in a list, with the reason. */
async function judgeTypes(t: TestContext, outDir: string): Promise<void> {
  await t.test('lsm: every type of the registry is captured, or has a reason not to be', () => {
    const logs = ['suite', 'cases', 'all'].map((name) => join(outDir, `${name}-lsm.log`))
    const found = logs.flatMap((log) => [
      ...readFileSync(log, 'utf8').matchAll(/"prov:type":"(\w+)"/g),
    ])
    const captured = new Set(found.map(([, type]) => type))
    const missing = [
      ...relationTypes.filter(({ name }) => !(name in unproducedRelations)),
      ...vertexTypes.filter(({ name }) => !(name in unproducedVertices)),
    ].filter(({ name }) => !captured.has(name))
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
      'scripts/models/unproduced.ts',
    )
  })
}

async function judgeWorkload(t: TestContext, mode: string, outDir: string): Promise<void> {
  await t.test(`${mode}: every process of the workload is there with its name`, async (t) => {
    const graph = new FlowGraph(await loadGraph(join(outDir, `all-${mode}.log`)))
    const pids = readFileSync(join(outDir, `all-${mode}.pids`), 'utf8')
      .split(' ')
      .map(Number)
    const [daemonPid = 0, workPid = 0] = pids
    const found = assertWorkload(graph, workPid)
    t.diagnostic(`${mode}: ${found.processes} processes, ${found.programs.join(' ')}`)
    const contexts = graph
      .vertices('process_memory')
      .map(({ attributes }) => attributes['cf:secctx'])
    assert.deepEqual([...new Set(contexts.map(textOf))], ['unconfined'], 'as AppArmor calls them')
    const own = graph.vertices('task', { 'cf:pid': String(daemonPid) })
    assert.equal(own.length, 0, 'camflowd does not record itself')
  })
}
