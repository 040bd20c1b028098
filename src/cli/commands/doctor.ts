/** `camflow doctor`: what this machine can capture, and what to do about the rest. */
import { parseArgs } from 'node:util'
import {
  type Diagnosis,
  diagnose,
  type MachineFacts,
  type ModeReport,
} from '../../capture/diagnosis.ts'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf } from '../option.ts'

const OPTIONS = {
  json: { type: 'boolean', effect: 'the same for programs' },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow doctor [--json]',
  about: [
    'Tries each capture mode for real: loads it, attaches it, looks whether a record comes out, ' +
      'removes it. Says what works, what the others need, and which one camflow picks. Exit code 0 ' +
      'when any mode works.',
  ],
  options: OPTIONS,
  takes: { kind: 'nothing' },
}

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  return values.help ? undefined : values
}

/** @returns the exit code: 0 when a mode works, 1 when none does. */
async function doctor({ json }: { readonly json?: boolean }): Promise<number> {
  const diagnosis = diagnose()
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis))
  return diagnosis.picked === undefined ? 1 : 0
}

/** The diagnosis in words. */
export function diagnosisText({ facts, modes, picked }: Diagnosis): string {
  const rows = factRows(facts).map(([label, text]) => `  ${label.padEnd(18)}${text}`)
  const verdict =
    picked === undefined
      ? 'No mode works here: nothing can be captured. The remedies are above.'
      : `camflow uses the ${picked} mode here${picked === 'lsm' ? '' : `; ${limits[picked]}`}.`
  return [...rows, '', ...modes.flatMap(modeLines), '', verdict, ''].join('\n')
}

const limits = {
  lsm: '',
  fentry: 'it records everything but refused operations',
  tracepoint: 'it records files, processes, sockets and pipes at their system calls',
} as const

function factRows(facts: MachineFacts): readonly (readonly [string, string])[] {
  const unknown = 'unknown'
  const root = facts.isRoot ? 'root' : `user ${process.getuid?.() ?? unknown}`
  const lacking =
    facts.missingCapabilities.length === 0
      ? 'may load programs'
      : `may not load programs: without ${facts.missingCapabilities.join(', ')}`
  return [
    ['kernel', `Linux ${facts.kernel} (${facts.architecture})`],
    ['type information', facts.hasTypes ? 'present' : 'missing: kernel without BTF'],
    ['security modules', facts.securityModules?.join(',') ?? unknown],
    ['lockdown', facts.lockdown ?? unknown],
    ['privileges', `${root}, ${lacking}`],
    ['libbpf', facts.libbpf ?? 'missing: apt-get install libbpf1'],
    ['bpffs', facts.isBpffsMounted ? 'mounted' : 'not mounted (done when the service starts)'],
    ['Node.js', facts.node],
    ['service', serviceText(facts.pinned)],
    ...overtakenRows(facts.overtaken),
  ]
}

function overtakenRows(hooks: MachineFacts['overtaken']): readonly (readonly [string, string])[] {
  if (hooks.length === 0) return []
  const finding = `other LSM programs came after it on ${hooks.join(', ')}: what they refuse is recorded nevertheless`
  return [
    ['', finding],
    ['', '-> camflowd --unload, then start it again: it takes its place behind them'],
  ]
}

function serviceText(pinned: MachineFacts['pinned']): string {
  if (pinned === undefined) return 'not loaded'
  return pinned === 'unknown' ? 'only root may look' : `loaded in ${pinned} mode`
}

function modeLines(report: ModeReport): readonly string[] {
  const label = `  ${report.mode.padEnd(12)}`
  if (report.works) {
    const lacking = report.missing.map(([hook, reason]) => `      without ${hook}: ${reason}`)
    return [`${label}works, ${report.hooks} hooks attached, a record came out`, ...lacking]
  }
  const [first = '', ...details] = (report.problem ?? '').split('\n')
  return [
    `${label}does not work: ${first}`,
    ...details.map((line) => `      ${line.trim()}`),
    `      -> ${report.remedy ?? ''}`,
  ]
}

/** `camflow doctor`. */
export const doctorCommand = commandOf({ name: 'doctor', form, read: readRequest, work: doctor })
