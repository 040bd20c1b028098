/** The page of results of one kernel: what every program called, claims, and showed. */

import type { CaptureMode } from '../../src/kernel/object-file.ts'
import { relationTypes, vertexTypes } from '../../src/record/registry.ts'
import { hookPrograms } from '../hooks/programs.ts'
import { unproducedRelations, unproducedVertices } from '../models/unproduced.ts'
import type { FiredHooks } from './trace.ts'
import type { TrialsReport } from './trials.ts'
import { whyUnrecorded } from './unrecorded.ts'
import type { SuiteVerdict } from './verdict.ts'

/** Everything that one run of the suite showed. */
export interface ResultPage {
  /** `uname -r` */
  readonly release: string
  /** `undefined`: the kernel gives no trace of its functions. */
  readonly fired: FiredHooks | undefined
  /** `undefined`: not measured there. */
  readonly trials: TrialsReport | undefined
  readonly captures: readonly {
    readonly mode: CaptureMode
    readonly verdicts: readonly SuiteVerdict[]
    readonly types: ReadonlySet<string>
  }[]
}

const LEGEND = `* **exact**: every flow that the program's comment claims, and nothing but what the verbs add (\`ran_on\`,
  \`named\`, \`memory_read\`, \`memory_write\`, versions, shared mappings). **sound**: also flows that a hook's model
  allows. **limited**: a claimed flow that this mode cannot see. **gap**: nothing is claimed, for the reason given.
* **incomplete** and **unsound** are faults; **unknown**: not run or not runnable there, with the reason.
* *Hooks*: security functions that the kernel called, by its function trace, without capture.
`

/** The text of docs/reference/results-NAME.md. */
export function resultPage(page: ResultPage): string {
  const name = `Linux ${page.release}`
  return [
    `<!-- Made by npm run suite on ${name}. Do not edit. -->`,
    '',
    `# Results of the program suite: ${name}`,
    '',
    'Each program of [test/suite/](../../test/suite/) makes one call between two marks; what is recorded between',
    'them is compared with the claim above the program and with the models of the hooks ([models/](models/)).',
    '',
    LEGEND,
    countsTable(page),
    programsTable(page),
    ...(page.trials === undefined ? [] : [trialsSection(page.trials)]),
    coverage(page),
    ...(page.fired === undefined ? [] : [firedSection(page.fired)]),
  ].join('\n')
}

function countsTable({ captures }: ResultPage): string {
  const kinds = ['unknown', 'incomplete', 'unsound', 'exact', 'sound', 'limited', 'gap'] as const
  const row = ({ mode, verdicts }: ResultPage['captures'][number]) => [
    mode,
    String(verdicts.length),
    ...kinds.map((kind) => String(verdicts.filter((each) => each.kind === kind).length)),
    String(verdicts.filter(isEmptyOfProvMark).length),
  ]
  const head = ['Mode', 'Programs', ...kinds, 'ProvMark’s 44 that are empty']
  return `${table(head, captures.map(row))}\n`
}

/** One of the 44 without any flow but those that verbs add. */
function isEmptyOfProvMark({ program, captured }: SuiteVerdict): boolean {
  return /^ProvMark: [A-Z]/.test(program.group) && captured.length === 0
}

function programsTable({ captures, fired }: ResultPage): string {
  const [first] = captures
  const groups = [...new Set(first?.verdicts.map(({ program }) => program.group))]
  const head = [
    'Program',
    'Calls',
    ...(fired ? ['Hooks'] : []),
    'Captured',
    ...captures.map(({ mode }) => mode),
  ]
  return groups
    .map((group) => {
      const own = first?.verdicts.filter(({ program }) => program.group === group) ?? []
      const body = own.map((verdict) => {
        const same = captures.map(({ verdicts }) =>
          verdicts.find(({ program }) => program.name === verdict.program.name),
        )
        return [
          `\`${verdict.program.name}\`: ${verdict.program.about}`,
          verdict.program.calls.join(', '),
          ...(fired ? [fired.get(verdict.program.name)?.join(', ') ?? '**unknown**'] : []),
          verdict.captured.map(edgeText).join(', ') || '–',
          ...same.map((each) => (each ? verdictText(each) : '**unknown**')),
        ]
      })
      return `## ${group}\n\n${table(head, body)}\n`
    })
    .join('\n')
}

function edgeText({ from, relation, to, count }: SuiteVerdict['captured'][number]): string {
  return `${from} → ${to} (${relation}${count > 1 ? ` ×${count}` : ''})`
}

function verdictText({ kind, reason }: SuiteVerdict): string {
  return reason === '' ? kind : `${kind}: ${reason}`
}

function trialsSection({ same, different, unknown }: TrialsReport): string {
  const text =
    'ProvMark’s own method, on the written JSON and with no knowledge of hooks: three runs of each of its 44 programs ' +
    'with the target and three without are generalised, and the second graph is subtracted from the first. ' +
    `The rest is what the marks delimit for ${same.length} of them.`
  const rows = [
    ...different.map(({ name, onlyBlackBox, onlyMarks }) => [
      `\`${name}\``,
      onlyBlackBox.join(', ') || '–',
      onlyMarks.join(', ') || '–',
    ]),
    ...unknown.map((name) => [`\`${name}\``, '**unknown**', '**unknown**']),
  ]
  const rest =
    rows.length === 0
      ? ''
      : `\n${table(['Program', 'Only by subtraction', 'Only by marks'], rows)}\n`
  return `## By subtraction\n\n${text}\n${rest}`
}

function coverage({ captures }: ResultPage): string {
  const [first] = captures
  const types = first?.types ?? new Set()
  const unexplained =
    first?.mode === 'tracepoint'
      ? 'not seen in this mode: [the page of hooks](hooks.gen.md) says why'
      : '**no program makes it**'
  const missing = [
    ...relationTypes
      .filter(({ name }) => !types.has(name))
      .map(({ name }) => [`\`${name}\``, unproducedRelations[name] ?? unexplained]),
    ...vertexTypes
      .filter(({ name }) => !types.has(name))
      .map(({ name }) => [`\`${name}\``, unproducedVertices[name] ?? unexplained]),
  ]
  const all = relationTypes.length + vertexTypes.length
  const text =
    `In ${first?.mode} mode the log of the suite has ${all - missing.length} of ${all} types: of relations there are ` +
    `${relationTypes.length}, of vertices ${vertexTypes.length}. The others:`
  return `## Types\n\n${text}\n\n${table(['Type', 'Why not'], missing)}\n`
}

function firedSection(fired: FiredHooks): string {
  const recorded = new Set(
    hookPrograms().flatMap(({ mode, section }) =>
      mode === 'fentry' ? [/security_(\w+)$/.exec(section)?.[1] ?? ''] : [],
    ),
  )
  const programs = new Map<string, number>()
  for (const names of fired.values()) {
    for (const name of names) programs.set(name, (programs.get(name) ?? 0) + 1)
  }
  const body = [...programs]
    .filter(([name]) => !recorded.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [
      `\`${name}\``,
      String(count),
      whyUnrecorded(name) ?? '**gap**: nobody has said why',
    ])
  const text =
    `The targets made the kernel call ${programs.size} security functions. ` +
    `${programs.size - body.length} are hooks of ours; these are not:`
  return `## Security functions that record nothing\n\n${text}\n\n${table(['Function', 'Programs', 'Why'], body)}\n`
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}
