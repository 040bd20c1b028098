/** The help of the options, in CamFlow's layout, and of today's sub-commands. */
import type { ControlOption, SubCommand } from './control-option.ts'

const GREEN = '\u001b[32m'
const YELLOW = '\u001b[33m'
const RESET = '\u001b[0m'

/** `camflow -h`: for each option three lines, of which the last is empty. */
export function optionHelp(options: readonly ControlOption[], isColoured: boolean): string {
  const colour = (code: string, text: string) => (isColoured ? code + text + RESET : text)
  const overview: Pick<ControlOption, 'name' | 'parameters' | 'description' | 'isUnlisted'> = {
    name: '--help',
    parameters: [],
    description: 'print the commands of today, such as run, doctor, status and track',
  }
  return [...options, overview]
    .filter(({ name, isUnlisted }) => name !== undefined && !isUnlisted)
    .map(({ name = '', parameters, description }) => {
      const shown = parameters.map(({ label }) => ` ${colour(YELLOW, `<${label}>`)}`).join('')
      return `${colour(GREEN, name)}${shown}\n ${description}.\n\n`
    })
    .join('')
}

/** A sub-command as it is typed: `track file FILENAME [--propagate|--off]`. */
export function subCommandUsage(
  { words, parameters, flags = [] }: SubCommand,
  { printsState }: ControlOption,
): string {
  const shown = parameters.map(({ label, completion }) =>
    completion.kind === 'words' && completion.words.length <= 2
      ? completion.words.join('|')
      : label.toUpperCase().replaceAll(' ', '-').replace('-[0-63]', ''),
  )
  const choice = [...flags, ...(printsState ? ['json'] : [])].map((flag) => `--${flag}`)
  return [words, ...shown, ...(choice.length === 0 ? [] : [`[${choice.join('|')}]`])].join(' ')
}

/** One line for each sub-command whose words begin with these. */
export function subCommandHelp(options: readonly ControlOption[], first = ''): string {
  const rows = options.flatMap((option) =>
    option.subCommands
      .filter(({ words }) => first === '' || words === first || words.startsWith(`${first} `))
      .map((command) => [subCommandUsage(command, option), command.summary] as const),
  )
  const width = Math.max(...rows.map(([usage]) => usage.length)) + 2
  return rows.map(([usage, summary]) => `  ${usage.padEnd(width)}${summary}\n`).join('')
}
