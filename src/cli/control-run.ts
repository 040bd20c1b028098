/** Runs the options that control a capture, from CamFlow's form of the command line and from today's. */
import { parseArgs } from 'node:util'
import { CamflowError } from '../errors.ts'
import { optionHelp, subCommandHelp } from './control-help.ts'
import {
  type ControlOption,
  type OptionContext,
  type SubCommand,
  WrongWord,
} from './control-option.ts'
import { controlOptions } from './control-options.ts'
import { MISUSE } from './misuse.ts'
import { red } from './red.ts'

const REFUSED = 1
const WRONG_COMMAND_LINE = 2

/** What the caller has; whether to print for programs is said on the command line. */
export type ControlContext = Omit<OptionContext, 'asJson'>

/** `camflow --track-file PATH true`. @returns the exit code. */
export function runOption(args: readonly string[], context: ControlContext): number {
  const { terminal } = context
  const [name, ...rest] = args
  const option = controlOptions.find((each) => each.name !== undefined && each.name === name)
  const help = () => terminal.out(optionHelp(controlOptions, terminal.isColoured))
  if (name === '-h') {
    help()
    return 0
  }
  if (!option?.worksUnloaded) {
    const refusal = whyUnloaded(context)
    if (refusal !== undefined) return refusal
  }
  if (option === undefined || rest.length < option.parameters.length) {
    help()
    return MISUSE
  }
  return run(option, rest, { ...context, asJson: false }, MISUSE)
}

const ABSENT = [
  'CamFlow captures nothing here.',
  'Load it with camconfd; camflow doctor tells what this machine can capture.',
]

/** Tells that there is no capture. @returns the exit code; `undefined`: there is one. */
function whyUnloaded({ plane, terminal }: ControlContext): number | undefined {
  try {
    plane()
    return undefined
  } catch (error) {
    if (!(error instanceof CamflowError)) throw error
    if (error.code === 'CF_PIN_MISSING') {
      for (const line of ABSENT) terminal.out(red(line, terminal))
      return MISUSE
    }
    terminal.err(`camflow: ${error.message} ${error.remedy}\n`)
    return REFUSED
  }
}

/** Whether a word begins a sub-command of this table. */
export function isSubCommand(word: string): boolean {
  return controlOptions.some(({ subCommands }) =>
    subCommands.some(({ words }) => words.split(' ')[0] === word),
  )
}

/** `camflow track file PATH`. @returns the exit code. */
export function runSubCommand(args: readonly string[], context: ControlContext): number {
  const { terminal } = context
  const found = findSubCommand(args)
  if (found === undefined) {
    const isHelp = args.includes('--help') || args.includes('-h')
    if (!isHelp) terminal.err(`camflow: there is no command ${args.join(' ')}\n`)
    terminal.out(`camflow COMMAND\n\n${subCommandHelp(controlOptions, args[0])}`)
    // What CamFlow does with words that it does not know.
    return isHelp ? 0 : MISUSE
  }
  const { option, command, rest } = found
  const usage = () => subCommandHelp([{ ...option, subCommands: [command] }])
  try {
    const { flag, asJson, wantsHelp, parameters } = readSubCommand(option, command, rest)
    if (wantsHelp) {
      terminal.out(`camflow COMMAND\n\n${usage()}`)
      return 0
    }
    const values = command.toArguments?.(parameters, flag) ?? parameters
    return run(option, values, { ...context, asJson }, WRONG_COMMAND_LINE)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    terminal.err(`camflow ${command.words}: ${error.message}\n\n${usage()}`)
    return WRONG_COMMAND_LINE
  }
}

function findSubCommand(args: readonly string[]) {
  const candidates = controlOptions.flatMap((option) =>
    option.subCommands.map((command) => ({ option, command, words: command.words.split(' ') })),
  )
  const match = candidates
    .filter(({ words }) => words.every((word, index) => args[index] === word))
    .sort((one, other) => other.words.length - one.words.length)[0]
  return match === undefined ? undefined : { ...match, rest: args.slice(match.words.length) }
}

function readSubCommand(option: ControlOption, command: SubCommand, args: readonly string[]) {
  const names = [...(command.flags ?? []), ...(option.printsState ? ['json'] : []), 'help']
  const { values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }])),
    allowPositionals: true,
  })
  const given = (command.flags ?? []).filter((name) => values[name] === true)
  if (given.length > 1) throw new TypeError(`--${given.join(' and --')} exclude each other`)
  const wantsHelp = values.help === true
  if (!wantsHelp && positionals.length !== command.parameters.length) {
    throw new TypeError(`it takes ${counted(command.parameters.length)}, not ${positionals.length}`)
  }
  return { flag: given[0], asJson: values.json === true, wantsHelp, parameters: positionals }
}

function counted(parameters: number): string {
  return parameters === 1 ? '1 argument' : `${parameters} arguments`
}

function run(
  option: ControlOption,
  args: readonly string[],
  context: OptionContext,
  misuse: number,
): number {
  const { terminal } = context
  try {
    option.run(context, args)
    return 0
  } catch (error) {
    if (error instanceof CamflowError) {
      terminal.err(`camflow: ${error.message}\n${error.remedy}\n`)
      return option.refusalCode ?? REFUSED
    }
    if (!(error instanceof TypeError)) throw error
    // CamFlow's options say some of this on standard output; what prints for programs never does.
    if (error instanceof WrongWord && misuse === MISUSE) terminal.out(`${error.message}\n`)
    else terminal.err(`camflow: ${error.message}\n`)
    return misuse
  }
}
