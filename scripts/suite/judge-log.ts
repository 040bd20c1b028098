/** Judges one capture of the suite: the log, and what the runner said. */
import { readFileSync } from 'node:fs'
import { loadGraph } from '../../src/graph/load.ts'
import type { CaptureMode } from '../../src/kernel/object-file.ts'
import { suitePrograms } from './programs.ts'
import { judge, type SuiteRun, type SuiteVerdict } from './verdict.ts'
import { SuiteLog } from './window.ts'

/** One capture. */
export interface SuiteCapture {
  readonly mode: CaptureMode
  /** Path of the log. */
  readonly log: string
  /** Path of what the runner printed. */
  readonly told: string
  /** Folder in which the programs ran. */
  readonly directory: string
}

/** What one capture of the suite showed. */
export interface SuiteJudgement {
  /** One for each program. */
  readonly verdicts: readonly SuiteVerdict[]
  /** Types of relations and vertices anywhere in the log. */
  readonly types: ReadonlySet<string>
}

/** Judges every program. */
export async function judgeSuite(capture: SuiteCapture): Promise<SuiteJudgement> {
  const { mode, log, told, directory } = capture
  const runs = parseRuns(readFileSync(told, 'utf8'))
  const graph = await loadGraph(log)
  const suite = new SuiteLog(graph)
  const verdicts = suitePrograms().map((program) => {
    const run = runs.get(program.name)
    const edges = run && suite.edgesOf(`${directory}/${program.name}`, run.pid)
    return judge(program, run, edges, mode)
  })
  const all = [...graph.relations, ...graph.vertices.values()]
  return { verdicts, types: new Set(all.map(({ type }) => type)) }
}

/** Reads the lines `NAME PID STATE REASON`. */
export function parseRuns(text: string): ReadonlyMap<string, SuiteRun> {
  const lines = text.matchAll(/^(\S+) (\d+) (ok|skipped|broken) ?(.*)$/gm)
  return new Map(
    [...lines].map(([, name = '', pid = '', state = '', reason = '']) => [
      name,
      { pid: Number(pid), state: state as SuiteRun['state'], reason },
    ]),
  )
}
