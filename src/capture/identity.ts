/**
 * The two numbers that scope every identifier. A capture's ids begin at 1, so its boot number has to tell
 * it from every other capture: it is made from the kernel's boot id and the number of the ring.
 */
import { readFileSync } from 'node:fs'
import os from 'node:os'

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** FNV-1a, 32 bits, never 0: upstream reads 0 as "not set". */
function hash(text: string): number {
  let value = FNV_OFFSET
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, FNV_PRIME)
  return value >>> 0 || 1
}

/** Number of this machine: the same at every start. */
export function machineNumber(): number {
  try {
    return hash(readFileSync('/etc/machine-id', 'utf8').trim())
  } catch {
    // Minimal systems have no machine id; the host name is the next best.
    return hash(os.hostname())
  }
}

/** Number of one capture. @param ring the kernel's number of the ring. */
export function captureNumber(ring: number): number {
  return hash(`${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ring}`)
}
