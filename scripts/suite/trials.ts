/** Compares ProvMark's way of finding what a call makes with the way by marks: they know nothing of each other. */
import { loadGraph } from '../../src/graph/load.ts'
import { verbRelations } from '../hooks/model.ts'
import { benchmarkGraph } from './provmark/benchmark.ts'
import { propertyGraph } from './provmark/property-graph.ts'
import { SuiteLog } from './window.ts'

/** Programs by what came out. */
export interface TrialsReport {
  readonly same: readonly string[]
  readonly different: readonly {
    readonly name: string
    /** Relation types. */
    readonly onlyBlackBox: readonly string[]
    readonly onlyMarks: readonly string[]
  }[]
  /** No two runs of the same shape. */
  readonly unknown: readonly string[]
}

/** One run of one program. */
interface Trial {
  readonly trial: number
  readonly pid: number
}

/** Judges the capture of all trials: a log and what the runner printed, first with the targets, then without. */
export async function judgeTrials(log: string, told: string): Promise<TrialsReport> {
  const graph = await loadGraph(log)
  const suite = new SuiteLog(graph)
  const report = {
    same: [] as string[],
    different: [] as TrialsReport['different'][number][],
    unknown: [] as string[],
  }
  for (const [name, { withCall, without }] of trialsIn(told)) {
    const graphOf = ({ pid }: Trial) => propertyGraph(graph, suite.relationsOfProcess(pid))
    const found = benchmarkGraph(withCall.map(graphOf), without.map(graphOf))
    const [first] = withCall
    const marked = first && suite.edgesOf(`/tmp/trials/with/${name}.${first.trial}`, first.pid)
    if (found === undefined || marked === undefined) {
      report.unknown.push(name)
      continue
    }
    const blackBox = ofCalls(found.map(({ label }) => label))
    const marks = ofCalls(marked.map(({ relation }) => relation))
    const onlyBlackBox = blackBox.filter((type) => !marks.includes(type))
    const onlyMarks = marks.filter((type) => !blackBox.includes(type))
    if (onlyBlackBox.length + onlyMarks.length === 0) report.same.push(name)
    else report.different.push({ name, onlyBlackBox, onlyMarks })
  }
  return report
}

/** Relation types without those that verbs make, and without the ends of objects, which come when they come. */
function ofCalls(types: readonly string[]): readonly string[] {
  const verbs: ReadonlySet<string> = verbRelations()
  const isLate = (type: string) => type.startsWith('terminate_') || type === 'free'
  return [...new Set(types)].filter((type) => !verbs.has(type) && !isLate(type)).sort()
}

/** By program. */
function trialsIn(told: string) {
  const found = new Map<string, { withCall: Trial[]; without: Trial[] }>()
  for (const [, name = '', trial = '', pid = ''] of told.matchAll(/^(\S+)\.(\d+) (\d+) ok/gm)) {
    const trials = found.get(name) ?? { withCall: [], without: [] }
    found.set(name, trials)
    const isSecond = trials.withCall.some((each) => each.trial === Number(trial))
    const list = isSecond ? trials.without : trials.withCall
    list.push({ trial: Number(trial), pid: Number(pid) })
  }
  return found
}
