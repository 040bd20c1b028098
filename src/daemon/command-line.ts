/** The command line of `camflowd`, as data. */
import { parseArgs } from 'node:util'
import { optionLines } from '../config/option-table.ts'
import { formatOptions, readFormatChoice } from '../formats/formats.ts'
import { outputOptions, readOutput } from './output-option.ts'
import type { RecordingRequest } from './recording.ts'

/** What the operator asks for. */
export interface DaemonRequest {
  /** What it says of the recording. */
  readonly recording: RecordingRequest
  /** Capture mode, or `auto`. */
  readonly capture: string
  /** Capture every process, not only what is tracked; `undefined`: as the pinned policy has it. */
  readonly capturesAll: boolean | undefined
  /** Keeps flags of files with them; `undefined`: as the pinned capture has it. */
  readonly persists: boolean | undefined
  /** Bytes of the ring; `undefined`: the default. Has no effect on a pinned instance that exists. */
  readonly ringBytes: number | undefined
  /** Where the instance is pinned; `undefined`: private, ends with the daemon. */
  readonly pinDirectory: string | undefined
  readonly pidFile: string | undefined
  /** Ends the pinned instance instead of recording. */
  readonly unloads: boolean
  /** Tells what is wrong with the configuration file, and no more. */
  readonly checksOnly: boolean
}

/** Printed by `camflowd --help`. */
export const daemonHelp = `camflowd [--foreground] [OPTION…]

Records what is captured. Loads the capture programs, or goes on with the ones that are
pinned, from the record where the daemon before this one stopped. Stays in the foreground.

${optionLines({ ...outputOptions, ...formatOptions })}
  --capture MODE      lsm, fentry, tracepoint or auto; default auto
  --all               capture every process; else only what is tracked
  --persist           keep flags of files with them, for captures to come
  --ring BYTES        size of the ring in the kernel, a power of two; K, M and G are understood
  --pin DIR           where the programs are pinned; default /sys/fs/bpf/camflow
  --private           pin nothing: capture ends with the daemon
  --check             tell what is wrong with the configuration file, and start nothing
  --unload            end what is pinned in --pin and exit; what its ring still holds is gone
  --pid-file FILE     default /run/camflowd.pid, none with --private
  --help

SIGTERM and SIGINT write what is in the ring and stop; once more, and what a blocked log did not
take stays in the ring. SIGHUP opens the logs anew, after a rotation.

Exit status: 0 done, 1 recording was refused or failed, 2 a wrong command line, 255 a file that has
mistakes or cannot be read.
`

const OPTIONS = {
  foreground: { type: 'boolean' },
  ...outputOptions,
  ...formatOptions,
  capture: { type: 'string' },
  all: { type: 'boolean' },
  persist: { type: 'boolean' },
  ring: { type: 'string' },
  pin: { type: 'string' },
  private: { type: 'boolean' },
  unload: { type: 'boolean' },
  check: { type: 'boolean' },
  'pid-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
const CAPTURE_MODES: readonly string[] = ['auto', 'lsm', 'fentry', 'tracepoint']
const PAGE_BYTES = 4096
const DEFAULT_PIN = '/sys/fs/bpf/camflow'
const DEFAULT_PID_FILE = '/run/camflowd.pid'

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readDaemonRequest(args: readonly string[]): DaemonRequest | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  if (values.help) return undefined
  refusePair(values, 'private', 'pin')
  refusePair(values, 'private', 'unload')
  refusePair(values, 'check', 'unload')
  const shape = readFormatChoice(values.format, values.profile)
  const capture = values.capture ?? 'auto'
  if (!CAPTURE_MODES.includes(capture)) {
    throw new TypeError(`--capture takes ${CAPTURE_MODES.join(', ')}, not ${capture}`)
  }
  const outputs = (values.output ?? []).map((output) => readOutput(output, shape))
  return {
    capture,
    recording: { outputs, configFile: values.config },
    capturesAll: values.all,
    persists: values.persist,
    ringBytes: values.ring === undefined ? undefined : ringBytesOf(values.ring),
    pinDirectory: values.private ? undefined : (values.pin ?? DEFAULT_PIN),
    unloads: values.unload ?? false,
    checksOnly: values.check ?? false,
    pidFile: values['pid-file'] ?? (values.private ? undefined : DEFAULT_PID_FILE),
  }
}

function refusePair(values: Readonly<Record<string, unknown>>, one: string, other: string): void {
  if (values[one] === undefined || values[other] === undefined) return
  throw new TypeError(`--${one} and --${other} exclude each other`)
}

function ringBytesOf(text: string): number {
  const [, digits, unit] = /^(\d+)([KMG]?)$/.exec(text) ?? []
  const bytes = Number(digits) * (UNITS[unit ?? ''] ?? Number.NaN)
  if (!(bytes >= PAGE_BYTES) || !Number.isInteger(Math.log2(bytes)) || bytes > 2 ** 30) {
    throw new TypeError(`--ring takes a power of two from 4K to 1G, not ${text}`)
  }
  return bytes
}
