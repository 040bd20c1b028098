/** The overhead figures as Markdown. */
import type { Condition } from './conditions.ts'
import type { Figure, MeasuredMode, Report } from './figures.ts'
import { type Operation, operationsNamed } from './operations.ts'
import { peerNames, peers } from './peers.ts'

const NONE = '–'
const CAPTURING = ['no-op', 'loaded', 'other', 'tracked', 'all'] as const

/** One table for each mode: base, ratio under each condition, the goals of design.md §8. */
export function goalTable(report: Report, mode: MeasuredMode): string {
  const head = [
    'operation',
    'base, instructions',
    ...CAPTURING.map((each) => (each === 'all' ? 'whole system' : each)),
    'expected / aim',
    'relations per operation',
    'lost',
  ]
  return markdown(
    head,
    rowsOf(report).map((operation) => {
      const find = finder(report, mode, operation)
      const all = find('all') ?? find('tracked')
      const lost = CAPTURING.reduce((sum, each) => sum + (find(each)?.lost ?? 0), 0)
      return [
        operation.title,
        instructionText(find('none')),
        ...CAPTURING.map((each) => ratioText(find(each), find('none'))),
        operation.goal?.map((each) => each.toFixed(2)).join(' / ') ?? NONE,
        all === undefined ? NONE : all.relations.toFixed(2),
        String(lost),
      ]
    }),
  )
}

/** Our whole-system ratio beside those of other recorders. */
export function peerTable(report: Report, mode: MeasuredMode): string {
  const head = ['operation', 'base', 'ours, nothing tracked', 'ours, whole system', ...peerNames]
  return markdown(
    head,
    rowsOf(report).map((operation) => {
      const find = finder(report, mode, operation)
      const ratios = peers[operation.name] ?? []
      return [
        operation.title,
        instructionText(find('none')),
        ratioText(find('loaded'), find('none')),
        ratioText(find('all'), find('none')),
        ...peerNames.map((_, index) => ratios[index]?.toFixed(2) ?? NONE),
      ]
    }),
  )
}

function rowsOf(report: Report): readonly Operation[] {
  return operationsNamed([...new Set(report.figures.map((each) => each.operation))])
}

function finder(report: Report, mode: MeasuredMode, operation: Operation) {
  return (condition: Condition): Figure | undefined =>
    report.figures.find(
      (each) =>
        each.operation === operation.name &&
        each.condition === condition &&
        (each.mode === undefined || each.mode === mode),
    )
}

function instructionText(figure: Figure | undefined): string {
  return figure === undefined ? NONE : figure.elapsed.toFixed(0)
}

/** The ratio to the base; without a base the instructions themselves. */
function ratioText(figure: Figure | undefined, base: Figure | undefined): string {
  if (figure === undefined) return NONE
  const value = figure.elapsed
  return base === undefined ? value.toFixed(0) : (value / base.elapsed).toFixed(2)
}

/** A Markdown table whose first column is text and whose others are numbers. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
