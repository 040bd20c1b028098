/** The command line of `camconfd`, as data. */
import { parseArgs } from 'node:util'
import { CAPTURE_FILE } from '../config/files.ts'
import type { ModeChoice } from '../kernel/modes.ts'
import { captureModes } from '../kernel/object-file.ts'
import { DEFAULT_PIN_DIRECTORY } from '../kernel/pins.ts'
import { ID_DIRECTORY } from './machine-files.ts'

/** What the operator asks for. */
export interface ConfigureRequest {
  readonly file: string
  readonly mode: ModeChoice
  readonly pinDirectory: string
  /** Where the machine id and the boot id are kept. */
  readonly idDirectory: string
  /** Reads the file and tells what is wrong with it, and no more. */
  readonly checksOnly: boolean
  /** Ends the capture instead. */
  readonly unloads: boolean
}

/** Printed by `camconfd --help`. */
export const configureHelp = `camconfd [OPTION…]

Loads the capture programs, pins them, and puts the policy of a file in force. When they are loaded
already, the policy becomes that of the file: what the file does not say any more is undone. All or
nothing: a mistake in the file, or a step that fails, changes nothing.

  --config FILE   default ${CAPTURE_FILE}; FILE.d/*.ini are read after it
  --check         tell what is wrong with the file, and change nothing
  --capture MODE  lsm, fentry, tracepoint or auto; default auto. Only when they are loaded anew
  --pin DIR       where the programs are pinned; default ${DEFAULT_PIN_DIRECTORY}
  --ids DIR       where camflow-machine_id and camflow-boot_id are kept; default ${ID_DIRECTORY}
  --unload        end the capture; what its ring still holds is gone
  --help

Exit status: 0 done, 1 the capture was refused, 2 a wrong command line, 255 a file that has
mistakes or cannot be read.
`

const MODES: readonly ModeChoice[] = ['auto', ...captureModes]

const OPTIONS = {
  config: { type: 'string' },
  check: { type: 'boolean' },
  capture: { type: 'string' },
  pin: { type: 'string' },
  ids: { type: 'string' },
  unload: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/**
 * Reads the command line.
 *
 * @returns `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readConfigureRequest(args: readonly string[]): ConfigureRequest | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  if (values.help) return undefined
  const mode = MODES.find((each) => each === (values.capture ?? 'auto'))
  if (mode === undefined) {
    throw new TypeError(`--capture takes ${MODES.join(', ')}, not ${values.capture}`)
  }
  if (values.check && values.unload) throw new TypeError('--check and --unload exclude each other')
  return {
    mode,
    file: values.config ?? CAPTURE_FILE,
    pinDirectory: values.pin ?? DEFAULT_PIN_DIRECTORY,
    idDirectory: values.ids ?? ID_DIRECTORY,
    checksOnly: values.check ?? false,
    unloads: values.unload ?? false,
  }
}
