/**
 * What the options of a command are. One table is what `parseArgs` reads a command line by, and what
 * help, manual page and shell completion are made of.
 */

/** One option; its name, without dashes, is its place in the table. */
export interface OptionEntry {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What it does, and its default; of a choice that needs it, what each word does. */
  readonly effect: string | Readonly<Record<string, string>>
  /** What its value is called. The shell offers files for FILE and DIR. */
  readonly value?: string
  /** All words that it takes, where `effect` does not list them. */
  readonly words?: readonly string[]
  /** What is said before it: it is the first of several that belong together. */
  readonly heading?: string
}

/** Options by their names, in the order of the help. */
export type OptionTable = Readonly<Record<string, OptionEntry>>

/** `--help`, which every command has. */
export const helpOption = {
  help: { type: 'boolean', short: 'h', effect: 'print this' },
} as const satisfies OptionTable

/** An option as help and manual page show it. */
export interface OptionRow {
  /** `-o, --output FILE` */
  readonly label: string
  readonly effect: string
  readonly heading?: string | undefined
}

/** The rows of a table: one for each option, or for each word of those that tell them apart. */
export function optionRows(table: OptionTable): readonly OptionRow[] {
  return Object.entries(table).flatMap(([name, { short, value, effect, heading }]) => {
    const flag = short === undefined ? `--${name}` : `-${short}, --${name}`
    const effects = typeof effect === 'string' ? [[value ?? '', effect]] : Object.entries(effect)
    return effects.map(([word = '', text = ''], index) => ({
      label: `${flag} ${word}`.trim(),
      effect: text,
      heading: index === 0 ? heading : undefined,
    }))
  })
}

/** Columns before the effect of an option, and in a line. */
const LABEL_COLUMNS = 22
const LINE_COLUMNS = 104

/** The part of a help that lists options. Ends without a line feed. */
export function optionLines(table: OptionTable): string {
  return optionRows(table)
    .map(({ label, effect, heading }) => {
      const indent = ' '.repeat(LABEL_COLUMNS)
      const text = wrapped(effect, LINE_COLUMNS - LABEL_COLUMNS).replaceAll('\n', `\n${indent}`)
      const above = heading === undefined ? '' : `\n${wrapped(heading)}\n`
      return `${above}${`  ${label}  `.padEnd(LABEL_COLUMNS)}${text}`
    })
    .join('\n')
}

/** A text in lines of that many columns. */
export function wrapped(text: string, columns = LINE_COLUMNS): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
