/** `camflow save`: writes the policy in force to the file that camconfd reads. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { parseArgs } from 'node:util'
import { captureKeys } from '../../config/capture-keys.ts'
import { CAPTURE_FILE, readConfigTexts, thisMachine } from '../../config/files.ts'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import { readConfig } from '../../config/read.ts'
import { CamflowError } from '../../errors.ts'
import { openControlPlane } from '../../policy/kernel-plane.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf } from '../option.ts'
import { runningPolicy } from '../options/configuration.ts'
import { pinDirectory } from '../pin-directory.ts'

const OPTIONS = {
  config: {
    type: 'string',
    value: 'FILE',
    effect: `the file to write; default ${CAPTURE_FILE}`,
  },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow save [--config FILE]',
  about: [
    'Writes the policy in force to FILE, so that camconfd brings it in force again. The machine id ' +
      'of the file is kept; the file of before stays as FILE.old.',
  ],
  options: OPTIONS,
  takes: { kind: 'nothing' },
}

const NEW_FILE_MODE = 0o644

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  return values.help ? undefined : values
}

/** @returns 0: it is written. */
async function save({ config }: { readonly config?: string }): Promise<number> {
  const file = config ?? CAPTURE_FILE
  const plane = openControlPlane(pinDirectory())
  try {
    replaceFile(file, runningPolicy(plane, thisMachine, saidMachineId(file)))
  } finally {
    plane.close()
  }
  const dropIns = dropInNames(`${file}.d`)
  if (dropIns.length > 0) {
    process.stderr.write(
      `camflow save: ${file}.d still adds to it what stands in ${dropIns.join(', ')}\n`,
    )
  }
  return 0
}

/** What the file sets: the policy in force has the machine's number, not where it is from. */
function saidMachineId(file: string): number {
  const [text] = existsSync(file) ? readConfigTexts(file) : []
  return text === undefined ? 0 : readConfig(captureKeys, [text], thisMachine).config.machineId
}

/**
 * Renamed into place: whoever reads the file sees the old one or the new one.
 *
 * @throws CF_CONFIG_UNWRITABLE; then the file is as it was.
 */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.new`
  try {
    const isThere = existsSync(file)
    writeFileSync(draft, text, { mode: isThere ? statSync(file).mode & 0o777 : NEW_FILE_MODE })
    if (isThere) copyFileSync(file, `${file}.old`)
    renameSync(draft, file)
  } catch (cause) {
    dropDraft(draft)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CamflowError('CF_CONFIG_UNWRITABLE', reason, { cause })
  }
}

function dropDraft(draft: string): void {
  try {
    rmSync(draft, { force: true })
  } catch {
    // Where nothing may be written there is no draft either; the first error is the one to tell.
  }
}

function dropInNames(folder: string): readonly string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? readdirSync(folder).filter((name) => name.endsWith('.ini')) : []
}

/** `camflow save`. */
export const saveCommand = commandOf({ name: 'save', form, read: readRequest, work: save })
