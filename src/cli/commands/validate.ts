/** `camflow validate`: says whether a log keeps what every capture promises. */
import { parseArgs } from 'node:util'

import { helpOption, type OptionTable } from '../../config/option-table.ts'
import { checkLogs } from '../../graph/check.ts'
import type { CheckProblem, CheckProblemKind, CheckReport } from '../../graph/check-report.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf } from '../option.ts'
import { problemText } from '../problem-text.ts'

const OPTIONS = {
  json: { type: 'boolean', effect: 'the report as JSON' },
  complete: {
    type: 'boolean',
    effect: 'the log begins with the first relation of its capture',
  },
  problems: { type: 'string', value: 'N', effect: 'tell at most N problems; default 20' },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow validate LOG… [OPTION…]',
  about: [
    'Checks logs of both formats, compressed (gzip, zlib, zstd) or not; - is standard input. Each ' +
      'line is a document, every end of every relation is there at the same line or before, ' +
      'relation ids and versions have no hole that no loss record explains, information never ' +
      'flows in a circle. Several logs of one capture are checked as one, in the order given; a ' +
      'log may hold several captures, as after a reboot. Of a compressed log that was cut ' +
      'off, what is left is checked and counted. The exit code is 0 when the log is valid, ' +
      '1 when it is not.',
  ],
  options: OPTIONS,
  takes: { kind: 'files' },
}

const DEFAULT_PROBLEMS = 20

/** What each kind of problem means for a reader. */
const MEANING = {
  'not-json': "the line is neither a PROV-JSON document nor an object of SPADE's form",
  unreadable: 'the log breaks off, and what follows cannot be read',
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

/** @returns the exit code: 0 valid, 1 not valid. */
async function validate(request: ValidateRequest): Promise<number> {
  const { logs, isJson, ...options } = request
  let report: CheckReport
  try {
    report = await checkLogs(logs, options)
  } catch (error) {
    process.stderr.write(`camflow validate: ${problemText(error)}\n`)
    return 1
  }
  process.stdout.write(isJson ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report))
  return report.isValid ? 0 : 1
}

type ValidateRequest = NonNullable<ReturnType<typeof readRequest>>

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
  if (report.captures > 1) lines.push(`${report.captures} captures, as after a reboot`)
  if (report.repeatedRelations > 0) {
    lines.push(`${count(report.repeatedRelations)} relations came twice, as after a restart`)
  }
  const { lostRelations: lost } = report
  lines.push(lost === 0 ? 'nothing was lost' : `${count(lost)} relations were lost, and it says so`)
  for (const { kind, detail, ...place } of report.problems) {
    lines.push(`${place.line > 0 ? `${placeText(place)}: ` : ''}${MEANING[kind]}: ${detail}`)
  }
  const untold = report.problemCount - report.problems.length
  if (untold > 0) lines.push(`and ${count(untold)} problems more`)
  lines.push(report.isValid ? 'valid' : `not valid: ${verdict(report)}`)
  return `${lines.join('\n')}\n`
}

function placeText({ log, line }: Pick<CheckProblem, 'log' | 'line'>): string {
  return log === undefined ? `line ${line}` : `${log}: line ${line}`
}

function verdict({ problemCount, firstBadLine, firstBadLog }: CheckReport): string {
  const problems = `${problemCount.toLocaleString('en-US')} problems`
  if (firstBadLine === undefined) return problems
  const place = firstBadLog === undefined ? '' : ` of ${firstBadLog}`
  return `${problems}, the first at line ${firstBadLine}${place}`
}

function typesText(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return sorted.map(([type, count]) => `${type} ${count}`).join(', ')
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readRequest(args: readonly string[]) {
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

/** `camflow validate`. */
export const validateCommand = commandOf({
  ...{ name: 'validate', form },
  ...{ read: readRequest, work: validate },
})
