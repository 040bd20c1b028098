/**
 * The two numbers that scope every identifier, kept on the machine as CamFlow keeps them: four bytes each,
 * little-endian. The machine id is made once; the boot id counts the runs of camconfd.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CamflowError } from '../errors.ts'

/** Where CamFlow keeps them. */
export const ID_DIRECTORY = '/etc'
const MACHINE_ID = 'camflow-machine_id'
const BOOT_ID = 'camflow-boot_id'

const BYTES = 4

/**
 * The number of this machine; made, random and not 0, when there is none.
 *
 * @throws CF_IDENTITY_FILE when the file holds something else, or cannot be written.
 */
export function keptMachineId(directory = ID_DIRECTORY): number {
  const file = join(directory, MACHINE_ID)
  const kept = readNumber(file)
  if (kept !== undefined && kept !== 0) return kept
  const made = randomBytes(BYTES).readUInt32LE() || 1
  writeNumber(file, made)
  return made
}

/**
 * The number of this run: one more than the last one's, 1 for the first.
 *
 * @throws CF_IDENTITY_FILE as above.
 */
export function nextBootId(directory = ID_DIRECTORY): number {
  const file = join(directory, BOOT_ID)
  const next = ((readNumber(file) ?? 0) + 1) >>> 0 || 1
  writeNumber(file, next)
  return next
}

function readNumber(file: string): number | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CamflowError('CF_IDENTITY_FILE', String(cause), { cause })
  }
  // Beginning anew would give identifiers that exist already.
  if (bytes.length !== BYTES) {
    throw new CamflowError('CF_IDENTITY_FILE', `${file} has ${bytes.length} bytes, not ${BYTES}.`)
  }
  return bytes.readUInt32LE()
}

function writeNumber(file: string, value: number): void {
  const bytes = Buffer.alloc(BYTES)
  bytes.writeUInt32LE(value)
  try {
    writeFileSync(`${file}.new`, bytes, { mode: 0o644 })
    renameSync(`${file}.new`, file)
  } catch (cause) {
    throw new CamflowError('CF_IDENTITY_FILE', String(cause), { cause })
  }
}
