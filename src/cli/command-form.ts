/** How a command is called: of this, its help, its page in the manual and its completion are made. */
import { type OptionTable, optionLines, wrapped } from '../config/option-table.ts'
import type { Completion } from './control-option.ts'

/** The form of a command line. */
export interface CommandForm {
  /** `camflow convert LOG… --to FORM [OPTION…]` */
  readonly usage: string
  /** Paragraphs. One that begins with a blank keeps its lines. */
  readonly about: readonly string[]
  readonly options: OptionTable
  /** What the shell offers where no option stands. */
  readonly takes: Completion
}

/** What `camflow COMMAND --help` prints. */
export function formHelp({ usage, about, options }: CommandForm): string {
  const paragraphs = about.map((text) => (isVerbatim(text) ? text : wrapped(text)))
  return `${usage}\n\n${paragraphs.join('\n\n')}\n\n${optionLines(options)}\n`
}

/** Whether the lines of a paragraph are to be kept. */
export function isVerbatim(paragraph: string): boolean {
  return paragraph.startsWith(' ')
}

/**
 * What may stand in the place of the last word.
 *
 * @param typed the words behind the command; the last one, perhaps empty, is to be completed.
 */
export function formCompletion(
  { options, takes }: CommandForm,
  typed: readonly string[],
): Completion {
  const before = typed.slice(0, -1)
  if (before.includes('--')) return takes
  const open = optionOf(options, before.at(-1) ?? '')
  if (open?.type === 'string') return ofValue(open)
  const names = Object.keys(options).map((name) => `--${name}`)
  if (typed.at(-1)?.startsWith('-')) return { kind: 'words', words: names }
  return takes.kind === 'nothing' ? { kind: 'words', words: names } : takes
}

type Entry = OptionTable[string]

function optionOf(options: OptionTable, word: string): Entry | undefined {
  return Object.entries(options).find(
    ([name, { short }]) => word === `--${name}` || (short !== undefined && word === `-${short}`),
  )?.[1]
}

function ofValue({ effect, value, words }: Entry): Completion {
  if (typeof effect !== 'string') return { kind: 'words', words: Object.keys(effect) }
  if (words !== undefined) return { kind: 'words', words }
  return { kind: value === 'FILE' || value === 'DIR' ? 'files' : 'nothing' }
}
