/**
 * What the commands share about their command lines. Options are read with `parseArgs` of Node; these
 * check values. Every mistake is a `TypeError` whose message names the option.
 */
import { type CommandForm, formHelp } from './command-form.ts'

/** A sub-command of `camflow`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** Loads what the command needs only when it is called. */
  readonly load: () => Promise<LoadedCommand>
}

/** What a command is called with, and what runs it. */
export interface LoadedCommand {
  readonly form: CommandForm
  readonly run: CommandRunner
}

/** Runs a command with what stands behind its name; gives the exit code: 2 for a wrong command line. */
export type CommandRunner = (args: readonly string[]) => Promise<number>

/** What a command is made of. */
export interface CommandParts<Request> {
  readonly name: string
  readonly form: CommandForm
  /** Reads the command line. `undefined`: help is asked for. @throws TypeError that names the option at fault. */
  readonly read: (args: readonly string[]) => Request | undefined
  /** Does the work. @returns the exit code. */
  readonly work: (request: Request) => Promise<number>
}

/** Makes a command, which prints its help when that is asked for, and behind what is wrong with a command line. */
export function commandOf<Request>(parts: CommandParts<Request>): LoadedCommand {
  const { name, form, read, work } = parts
  return {
    form,
    run: async (args) => {
      let request: Request | undefined
      try {
        request = read(args)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        process.stderr.write(`camflow ${name}: ${error.message}\n\n${formHelp(form)}`)
        return WRONG_COMMAND_LINE
      }
      if (request === undefined) {
        process.stdout.write(formHelp(form))
        return 0
      }
      return work(request)
    },
  }
}

const WRONG_COMMAND_LINE = 2
const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** A number of bytes, `16M`. */
export function readBytes(option: string, text: string): number {
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? []
  const bytes = Number(digits) * (UNITS[unit] ?? Number.NaN)
  if (!(bytes > 0))
    throw new TypeError(`${option} takes a number of bytes such as 64M, not ${text}`)
  return bytes
}

/** One word out of several. */
export function readChoice<const T extends readonly string[]>(
  option: string,
  text: string,
  choices: T,
): T[number] {
  if (choices.includes(text)) return text
  throw new TypeError(`${option} takes ${choices.join(', ')}, not ${text}`)
}
