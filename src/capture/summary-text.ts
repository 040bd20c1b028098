/** A summary in words, for the end of `camflow run`. */
import type { CaptureMode } from '../kernel/object-file.ts'
import type { SessionStats } from './session.ts'
import type { CaptureSummary, SummaryList } from './summary.ts'

/** What the summary is told besides what was collected. */
export interface SummaryFrame {
  readonly command: string
  readonly exitCode: number
  readonly durationMs: number
  readonly logPath: string
  readonly logBytes: number
  /** Relations lost, by the holes in their ids. */
  readonly lost: number
  /** Messages that could not be decoded. */
  readonly problems: number
  readonly stats: SessionStats
  /** Paths are shown relative to this directory where that is shorter. */
  readonly directory: string
}

const SHOWN = 8
/** What every program reads: told as a number, so that the few files that matter can be seen. */
const SYSTEM = /^\/(?:usr\/|lib|bin\/|sbin\/|etc\/(?:ld\.so|locale)|proc\/|sys\/)/
const LABEL_WIDTH = 11

/** The lines of the summary, without control characters whatever the files are called. */
export function summaryText(summary: CaptureSummary, frame: SummaryFrame): string {
  const show = (list: SummaryList, noun: string) => describe(list, noun, frame.directory)
  const rows: (readonly [label: string, text: string | undefined])[] = [
    ['ran', names(summary.programs, 'program', frame.directory)],
    ['read', show(summary.read, 'file')],
    ['written', show(summary.written, 'file')],
    ['created', show(summary.created, 'file')],
    ['removed', show(summary.removed, 'file')],
    ['talked to', names(summary.addresses, 'address', frame.directory)],
    ['graph', graphText(summary)],
    ['lost', lossText(frame)],
    ['log', `${frame.logPath} (${byteText(frame.logBytes)})`],
  ]
  const head = summaryHead({ ...frame, mode: frame.stats.mode })
  const lines = rows.flatMap(([label, text]) =>
    text === undefined ? [] : [`  ${label.padEnd(LABEL_WIDTH)}${text}`],
  )
  return `${head}${lines.join('\n')}\n`
}

/** The first line: what was run, how, how long, and how it ended. */
export function summaryHead({
  command,
  exitCode,
  durationMs,
  mode,
}: Pick<SummaryFrame, 'command' | 'exitCode' | 'durationMs'> & {
  readonly mode: CaptureMode
}): string {
  const seconds = (durationMs / 1000).toFixed(1)
  return `camflow: recorded ${clean(command)} in ${mode} mode for ${seconds} s, exit code ${exitCode}\n`
}

function describe(list: SummaryList, noun: string, directory: string): string | undefined {
  const own = list.names.filter((name) => !SYSTEM.test(name))
  const system = list.names.length - own.length
  const text = names({ names: own, others: list.others }, noun, directory)
  if (system === 0) return text
  const rest = `${system} system ${plural(system, 'file')}`
  return text === undefined ? rest : `${text}; ${rest}`
}

function names(list: SummaryList, noun: string, directory: string): string | undefined {
  const total = list.names.length + list.others
  if (total === 0) return undefined
  const shown = list.names.slice(0, SHOWN).map((name) => clean(relative(name, directory)))
  const more = total - shown.length
  if (more > 0) shown.push(`${more} ${shown.length === 0 ? 'unnamed' : 'more'}`)
  return `${total} ${plural(total, noun)}: ${shown.join(', ')}`
}

function plural(count: number, noun: string): string {
  if (count === 1) return noun
  return noun.endsWith('s') ? `${noun}es` : `${noun}s`
}

function relative(name: string, directory: string): string {
  return name.startsWith(`${directory}/`) ? name.slice(directory.length + 1) : name
}

/** A name is chosen by the captured program: it must not be able to move the cursor. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')
}

function graphText({ vertices, relations }: CaptureSummary): string {
  return `${count(vertices)} vertices, ${count(relations)} relations`
}

function lossText({ lost, problems, stats }: SummaryFrame): string {
  const parts = [`${count(lost)} relations`]
  if (stats.lostVertices > 0) parts.push(`${count(stats.lostVertices)} vertices, told again later`)
  if (problems > 0) parts.push(`${count(problems)} unreadable messages`)
  if (stats.missedRuns > 0) parts.push(`${count(stats.missedRuns)} hooks left out by the kernel`)
  const failures = Object.entries(stats.failures).filter(([, number]) => number > 0)
  if (failures.length > 0) {
    parts.push(`failures: ${failures.map(([name, number]) => `${name} ${number}`).join(', ')}`)
  }
  return parts.join('; ')
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
