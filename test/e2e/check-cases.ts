/** Checks the log of a run of the cases, one subtest for each. */
import type { TestContext } from 'node:test'
import { loadGraph } from '../../src/graph/load.ts'
import type { CaptureMode } from '../../src/kernel/object-file.ts'
import { CaseView } from './case.ts'
import { captureCases } from './cases.ts'
import { FlowGraph } from './flow-graph.ts'

/** A log and how it came about. */
export interface CasesLog {
  readonly log: string
  readonly mode: CaptureMode
  /** Folder in which the cases ran, as the captured programs saw it. */
  readonly directory: string
}

/** Runs the check of every case that the mode can see. */
export async function checkCases(t: TestContext, { log, mode, directory }: CasesLog) {
  const graph = new FlowGraph(await loadGraph(log))
  for (const each of captureCases) {
    if (each.modes && !each.modes.includes(mode)) continue
    await t.test(`${mode}: ${each.name}: ${each.about}`, () => {
      each.check(new CaseView(graph, `${directory}/${each.name}`), mode)
    })
  }
}

/** What the summary of `camflow run` says was lost. */
export function lostText(summary: string): string | undefined {
  return /^ +lost +(.*)$/m.exec(summary)?.[1]
}
