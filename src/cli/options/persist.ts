import { lstatSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { CamflowError } from '../../errors.ts'
import type { ControlOption } from '../control-option.ts'
import { parameter, readAction } from '../parameters.ts'

const SLASH = Buffer.from('/')
const scanSummary = 'track the files of a folder that bear flags of a capture before this one'

/** `camflow persist on`, `off`, `scan FOLDER`: flags that stay with files. */
export const persist: ControlOption = {
  name: undefined,
  parameters: [parameter.onOff],
  description: 'keep flags of files with them',
  subCommands: [
    {
      words: 'persist',
      parameters: [parameter.onOff],
      summary: 'keep flags of files with them, for captures to come',
    },
    {
      words: 'persist scan',
      parameters: [parameter.folder],
      summary: scanSummary,
      toArguments: ([folder = '']) => ['scan', folder],
    },
  ],
  run({ plane, terminal }, [word = '', folder = '']) {
    const { persistence } = plane()
    if (word !== 'scan') {
      persistence.turn(readAction({ on: true, off: false }, word))
      return
    }
    if (!persistence.isOn) throw new TypeError('Flags are not kept: camflow persist on.')
    const { restored, failed } = persistence.restore(filesBelow(resolve(folder)))
    terminal.out(`${restored} files have their flags of before.\n`)
    if (failed > 0) terminal.err(`camflow: ${failed} files cannot be read or reached\n`)
  },
}

/** All that is below a folder on its own file system, and the folder. */
function* filesBelow(folder: string): Generator<Uint8Array> {
  const root = Buffer.from(folder)
  const facts = lstatSync(root, { throwIfNoEntry: false })
  if (facts === undefined) throw new CamflowError('CF_FILE_MISSING', folder)
  yield root
  if (facts.isDirectory()) yield* entriesBelow(root, facts.dev)
}

function* entriesBelow(folder: Buffer, device: number): Generator<Uint8Array> {
  const prefix = folder.equals(SLASH) ? Buffer.alloc(0) : folder
  for (const name of namesIn(folder)) {
    const path = Buffer.concat([prefix, SLASH, name])
    const facts = lstatSync(path, { throwIfNoEntry: false })
    if (facts?.dev !== device) continue
    yield path
    if (facts.isDirectory()) yield* entriesBelow(path, device)
  }
}

function namesIn(folder: Buffer): readonly Buffer[] {
  try {
    return readdirSync(folder, { encoding: 'buffer' })
  } catch {
    // It was removed while we were looking.
    return []
  }
}
