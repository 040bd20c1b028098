/** `camflow run`: records a command and everything it touches, with nothing installed or running. */
import { parseArgs } from 'node:util'
import { recordCommand } from '../../capture/record-command.ts'
import { findCommand } from '../../capture/stopped-child.ts'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import { type FormatChoice, formatOptions, readFormatChoice } from '../../formats/formats.ts'
import { captureModes } from '../../kernel/object-file.ts'
import { DEFAULT_PIN_DIRECTORY } from '../../kernel/pins.ts'
import { type Detail, details } from '../../kernel/policy.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf, readBytes, readChoice } from '../option.ts'

const OPTIONS = {
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    effect:
      'the log, replaced when it exists; default camflow-DATE.log here or, with the service ' +
      "running, the service's log",
  },
  ...formatOptions,
  capture: {
    type: 'string',
    value: 'MODE',
    words: ['auto', ...captureModes],
    effect: 'lsm, fentry, tracepoint or auto; default auto, see camflow doctor',
  },
  ring: {
    type: 'string',
    value: 'BYTES',
    effect: 'size of the ring in the kernel, as 64M; rounded up to a power of two',
  },
  packets: {
    type: 'boolean',
    effect: 'also the packets of IPv4 and IPv6 that leave and reach its sockets',
  },
  descriptors: {
    type: 'boolean',
    effect: 'also second descriptors of open files, and their ends (dup, close)',
  },
  private: {
    type: 'boolean',
    effect: 'do not use the service; neither do the options above',
  },
  pin: {
    type: 'string',
    value: 'DIR',
    effect: `where the service's programs are pinned; default ${DEFAULT_PIN_DIRECTORY}`,
  },
  'no-wait': {
    type: 'boolean',
    effect: 'stop when COMMAND ends, even when processes that it started still run',
  },
  quiet: { type: 'boolean', short: 'q', effect: 'no progress and no summary' },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow run [OPTION…] -- COMMAND [ARGUMENT…]',
  about: [
    'Runs COMMAND and records it, what it starts and what all of them touch, from before its first ' +
      'instruction until the last of them has ended. Needs root. Its standard streams, its exit ' +
      'code and the signals sent to camflow are passed through.',
  ],
  options: OPTIONS,
  takes: { kind: 'files' },
}

/** What the command line asks for. */
export interface RunRequest {
  readonly command: readonly string[]
  readonly output: string
  readonly format: FormatChoice
  readonly mode: 'auto' | (typeof captureModes)[number]
  readonly ringBytes: number | undefined
  readonly details: readonly Detail[]
  readonly waitsForAll: boolean
  readonly isQuiet: boolean
  /** Where a service may be pinned that is to record; `undefined`: nowhere. */
  readonly servicePins: string | undefined
}

/** @returns the exit code of what was run; 126 and 127 as a shell. */
async function run(request: RunRequest): Promise<number> {
  const place = findCommand(request.command[0] ?? '')
  if ('reason' in place) {
    process.stderr.write(`camflow run: ${place.reason}\n`)
    return place.exitCode
  }
  return recordCommand(request)
}

/** Options end at `--` or at the first word that is none: the rest is the command's. */
function splitCommand(args: readonly string[]): readonly [readonly string[], readonly string[]] {
  let index = 0
  while (index < args.length) {
    const word = args[index] as string
    if (word === '--') return [args.slice(0, index), args.slice(index + 1)]
    if (!word.startsWith('-')) break
    const takesValue = !word.includes('=') && isStringOption(word)
    index += takesValue ? 2 : 1
  }
  return [args.slice(0, index), args.slice(index)]
}

function isStringOption(word: string): boolean {
  return Object.entries(OPTIONS).some(([name, option]) => {
    const isNamed = word === `--${name}` || ('short' in option && word === `-${option.short}`)
    return isNamed && option.type === 'string'
  })
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readRequest(args: readonly string[]): RunRequest | undefined {
  const [own, command] = splitCommand(args)
  const { values } = parseArgs({ args: [...own], options: OPTIONS, strict: true })
  if (values.help) return undefined
  if (command.length === 0) throw new TypeError('there is no COMMAND')
  return {
    command,
    output: values.output ?? defaultLog(new Date()),
    format: readFormatChoice(values.format, values.profile),
    mode: readChoice('--capture', values.capture ?? 'auto', ['auto', ...captureModes]),
    ringBytes: values.ring === undefined ? undefined : readBytes('--ring', values.ring),
    details: details.filter((name) => values[name]),
    waitsForAll: !values['no-wait'],
    isQuiet: values.quiet ?? false,
    servicePins: servicePins(values),
  }
}

/** What only private programs can do asks for them. */
const PRIVATE_OPTIONS = [
  'private',
  'output',
  'format',
  'profile',
  'capture',
  'ring',
  ...details,
] as const

function servicePins(
  values: Partial<Record<(typeof PRIVATE_OPTIONS)[number], unknown>> & { readonly pin?: string },
): string | undefined {
  const asks = PRIVATE_OPTIONS.find((name) => values[name] !== undefined)
  if (asks === undefined) return values.pin ?? DEFAULT_PIN_DIRECTORY
  if (values.pin !== undefined) throw new TypeError(`--pin and --${asks} exclude each other`)
  return undefined
}

/** `camflow-20261123-201500.log`, in UTC. */
function defaultLog(now: Date): string {
  const digits = now.toISOString().replace(/\D/g, '')
  return `camflow-${digits.slice(0, 8)}-${digits.slice(8, 14)}.log`
}

/** `camflow run`. */
export const runCommand = commandOf({ name: 'run', form, read: readRequest, work: run })
