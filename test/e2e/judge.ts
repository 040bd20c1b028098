/**
 * Everything that must hold for every log, by these judges: our checker, PROV-JSON's rules,
 * python-prov, and what other readers of CamFlow's output need.
 */
import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { checkLog } from '../../src/graph/check.ts'
import type { CheckProblemKind, CheckReport } from '../../src/graph/check-report.ts'
import { judgeForConsumers, judgeForSpade } from '../consumers/judge-consumers.ts'
import { loadWithPython, schemaProblem } from '../prov-json/prov-json.ts'

/** How a log is judged. */
export interface JudgeOptions {
  /** Relations that are lost, for a capture that was made to lose some: how many, or any. @default 0 */
  readonly lostRelations?: number | 'any'
  /**
   * Vertices were lost as well: an end that is not there, and a version of which nobody heard, are no
   * problem, and those who read CamFlow's output are not asked. @default false
   */
  readonly lacksVertices?: boolean
  /** Last id that the kernel gave. @default the largest in the log */
  readonly lastRelation?: number
}

/** What was judged. */
export interface Verdict {
  readonly report: CheckReport
  /** Lines that python-prov loaded, and of these that it wrote and loaded again. */
  readonly pythonLines: number
  readonly roundTrips: number
  readonly bytes: number
}

/** python-prov is slow: of a longer log it reads so much, in lines from all over it. */
const PYTHON_BYTES = 12e6
/** What a lost vertex leaves behind. */
const LACKS: ReadonlySet<CheckProblemKind> = new Set(['missing-end', 'version-hole'])

/** Fails unless the log of one whole capture is valid to all judges, and begins with relation 1. */
export async function judgeLog(log: string, options: JudgeOptions = {}): Promise<Verdict> {
  return judgeLogs([log], options)
}

/** The same for a capture that several logs hold, in their order. */
export async function judgeLogs(
  logs: readonly string[],
  options: JudgeOptions = {},
): Promise<Verdict> {
  const lines: string[] = []
  for (const log of logs) for await (const line of linesOf(log)) lines.push(line)
  return judgeLines(lines, options)
}

/** The same for the lines of such logs. */
export async function judgeLines(
  lines: readonly string[],
  options: JudgeOptions = {},
): Promise<Verdict> {
  let bytes = 0
  for (const [index, line] of lines.entries()) {
    assert.equal(schemaProblem(line), undefined, `line ${index + 1}`)
    bytes += Buffer.byteLength(line) + 1
  }
  const report = await checked(lines, options)
  if (!options.lacksVertices) await judgeForConsumers(lines)
  return { report, bytes, ...(await judgeWithPython(lines)) }
}

/** Fails unless the log of one whole capture, recorded in the profile `spade`, is valid to SPADE's reporter. */
export async function judgeSpadeLog(log: string): Promise<CheckReport> {
  const lines: string[] = []
  for await (const line of linesOf(log)) lines.push(line)
  const report = await checked(lines, {})
  judgeForSpade(lines.join('\n'), report)
  return report
}

/** Our own check of the promises of every capture. */
async function checked(lines: readonly string[], options: JudgeOptions): Promise<CheckReport> {
  const { lastRelation, lostRelations = 0, lacksVertices = false } = options
  const report = await checkLog(lines, {
    firstRelation: 1,
    problemLimit: Number.POSITIVE_INFINITY,
    ...(lastRelation === undefined ? {} : { lastRelation }),
  })
  const problems = report.problems.filter(({ kind }) => !lacksVertices || !LACKS.has(kind))
  assert.deepEqual(problems.slice(0, 10), [])
  if (lostRelations !== 'any') assert.equal(report.lostRelations, lostRelations, 'lost relations')
  return report
}

/** One line of figures for a test's output. */
export function verdictText({ report, pythonLines, roundTrips, bytes }: Verdict): string {
  const { vertices, relations, lines, repeatedRelations, lostRelations } = report
  return (
    `${relations} relations, ${vertices} vertices, ${lines} lines, ${bytes} bytes; ` +
    `${repeatedRelations} twice, ${lostRelations} lost; python-prov loaded ${pythonLines} lines ` +
    `and wrote ${roundTrips} of them again`
  )
}

/** @returns how many lines were loaded, with counts equal to ours, and how many went there and back. */
async function judgeWithPython(
  lines: readonly string[],
): Promise<Pick<Verdict, 'pythonLines' | 'roundTrips'>> {
  const some = spread(lines, PYTHON_BYTES)
  const { sections } = await checkLog(some)
  const loaded = loadWithPython(Buffer.from(`${some.join('\n')}\n`))
  assert.equal(loaded.lines, some.length)
  assert.deepEqual(loaded.records, sections)
  return { pythonLines: some.length, roundTrips: loaded.roundTrips }
}

/** Every n-th line from the last one back, so that they have about so many bytes together. */
function spread(lines: readonly string[], limitBytes: number): readonly string[] {
  const bytes = lines.reduce((sum, line) => sum + line.length, 0)
  const step = Math.max(1, Math.ceil(bytes / limitBytes))
  return lines.filter((_, index) => (lines.length - 1 - index) % step === 0)
}

function linesOf(log: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(log), crlfDelay: Number.POSITIVE_INFINITY })
}
