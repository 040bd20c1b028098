/** `camflow validate`: says whether a log keeps what every capture promises. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { checkLog } from '../../graph/check.ts'
import type { CheckProblemKind, CheckReport } from '../../graph/check-report.ts'

/** What `camflow validate --help` prints. */
export const validateHelp = `camflow validate LOG… [OPTION…]

Checks W3C logs: each line is a PROV-JSON document, every end of every relation is there at the
same line or before, relation ids and versions have no hole that no loss record explains,
information never flows in a circle. Several logs of one capture are checked as one.
The exit code is 0 when the log is valid, 1 when it is not.

  --json              the report as JSON
  --complete          the log begins with the first relation of its capture
  --problems N        tell at most N problems; default 20
`

const OPTIONS = {
  json: { type: 'boolean' },
  complete: { type: 'boolean' },
  problems: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const DEFAULT_PROBLEMS = 20

/** What each kind of problem means for a reader. */
const MEANING = {
  'not-json': 'the line is not a JSON document',
  'unknown-section': 'PROV-JSON has no such section',
  'wrong-section': 'a record stands in a section that its type does not belong to',
  malformed: 'a record lacks what it must have',
  'missing-end': 'a relation has an end that was not described before it',
  'repeated-relation-differs': 'a relation came twice and says two things',
  'relation-hole': 'relations are missing and no loss record says so',
  'lost-but-present': 'a loss record tells of a relation that is there',
  'version-hole': 'a version of an object is missing',
  'unmodelled-ends': 'no hook makes that relation between such vertices',
  cycle: 'information flows in a circle',
} as const satisfies Readonly<Record<CheckProblemKind, string>>

/**
 * Runs the command.
 *
 * @param args what stands behind `validate`.
 * @returns the exit code: 0 valid, 1 not valid, 2 wrong command line.
 */
export async function validate(args: readonly string[]): Promise<number> {
  let request: ReturnType<typeof readRequest>
  try {
    request = readRequest(args)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`camflow validate: ${error.message}\n\n${validateHelp}`)
    return 2
  }
  if (request === undefined) {
    process.stdout.write(validateHelp)
    return 0
  }
  const { logs, isJson, ...options } = request
  const report = await checkLog(linesOf(logs), options)
  process.stdout.write(isJson ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report))
  return report.isValid ? 0 : 1
}

/** A report in words. */
export function reportText(report: CheckReport): string {
  const count = (value: number) => value.toLocaleString('en-US')
  const lines = [
    `${count(report.lines)} documents: ${count(report.vertices)} vertices of ` +
      `${count(report.objects)} objects, ${count(report.relations)} relations ` +
      `(${report.firstRelation} to ${report.lastRelation})`,
    `vertices:  ${typesText(report.vertexTypes)}`,
    `relations: ${typesText(report.relationTypes)}`,
  ]
  if (report.repeatedRelations > 0) {
    lines.push(`${count(report.repeatedRelations)} relations came twice, as after a restart`)
  }
  const { lostRelations: lost } = report
  lines.push(lost === 0 ? 'nothing was lost' : `${count(lost)} relations were lost, and it says so`)
  for (const { line, kind, detail } of report.problems) {
    lines.push(`${line > 0 ? `line ${line}: ` : ''}${MEANING[kind]}: ${detail}`)
  }
  const untold = report.problemCount - report.problems.length
  if (untold > 0) lines.push(`and ${count(untold)} problems more`)
  lines.push(report.isValid ? 'valid' : `not valid: ${count(report.problemCount)} problems`)
  return `${lines.join('\n')}\n`
}

function typesText(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return sorted.map(([type, count]) => `${type} ${count}`).join(', ')
}

function readRequest(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  })
  if (values.help) return undefined
  if (positionals.length === 0) throw new TypeError('give a LOG')
  const problemLimit = Number(values.problems ?? DEFAULT_PROBLEMS)
  if (!Number.isInteger(problemLimit) || problemLimit < 0) {
    throw new TypeError('--problems takes a whole number')
  }
  return {
    logs: positionals,
    isJson: values.json ?? false,
    problemLimit,
    ...(values.complete ? { firstRelation: 1 } : {}),
  }
}

/** The lines of all logs, one log after the other. */
async function* linesOf(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  }
}
