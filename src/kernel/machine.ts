/** What the machine vertex says: filled in by user space, because the kernel side cannot read it all. */
import { readFileSync } from 'node:fs'
import os from 'node:os'

/** CamFlow's version that the records follow. */
const MODEL_VERSION = [0, 9, 0] as const
const NAME_BYTES = 65
const COMMIT_BYTES = 256
const NAMES_AT = 8
const COMMIT_AT = NAMES_AT + 6 * NAME_BYTES
const ID_AT = 656
/** Bytes of an entry of the map `machine`. */
export const MACHINE_BYTES = ID_AT + 8

/** The same in text. */
export const MODEL_VERSION_TEXT = MODEL_VERSION.join('.')

/** djb2 over signed bytes, modulo 2^64. @source graph-model specification §2.1 */
export function djb2(text: string): bigint {
  let hash = 5381n
  for (const byte of Buffer.from(text)) {
    hash = BigInt.asUintN(64, hash * 33n + BigInt((byte << 24) >> 24))
  }
  return hash
}

/**
 * The entry of the map `machine`.
 *
 * @param build what stands as the build's commit: it names the machine vertex.
 */
export function machineEntry(build: string): Buffer {
  const value = Buffer.alloc(MACHINE_BYTES)
  value.set(MODEL_VERSION)
  const domain = readFileSync('/proc/sys/kernel/domainname', 'utf8').trim()
  const names = [os.type(), os.hostname(), os.release(), os.version(), os.machine(), domain]
  names.forEach((name, index) => {
    value.write(name, NAMES_AT + index * NAME_BYTES, NAME_BYTES - 1)
  })
  value.write(build, COMMIT_AT, COMMIT_BYTES - 1)
  value.writeBigUInt64LE(djb2(build), ID_AT)
  return value
}

/** The build that an entry of the map `machine` names. */
export function buildOfEntry(entry: Buffer): string {
  const [build = ''] = entry.toString('utf8', COMMIT_AT, COMMIT_AT + COMMIT_BYTES).split('\0')
  return build
}
