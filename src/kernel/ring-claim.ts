/**
 * One ring has one reader: what a reader gives up is gone for every other. The reader of a pinned capture
 * holds a lock on the directory of its maps, which the kernel lets go when the process ends, however it ends.
 */
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { lockFile } from './file-lock.ts'
import { mapsOf } from './pins.ts'

/** The right to read a ring. */
export interface RingClaim {
  release(): void
}

/**
 * Claims the ring of the capture that is pinned in a directory.
 *
 * @throws CF_RING_TAKEN when another reader has it, this process's own ones included.
 */
export function claimRing(pinDirectory: string): RingClaim {
  const path = mapsOf(pinDirectory)
  const fd = openSync(path, 'r')
  const problem = lockFile(fd)
  if (problem === 0) return { release: () => closeSync(fd) }
  closeSync(fd)
  if (problem !== 'taken') throw new CamflowError('CF_MAP_ACCESS', `${path}: errno ${problem}`)
  throw new CamflowError('CF_RING_TAKEN', `${pinDirectory}: ${holderOf(path)}.`)
}

/** Who has the lock, in words; a process of another pid namespace has no number here. */
function holderOf(path: string): string {
  const { dev, ino } = statSync(path)
  // Devices of the BPF file system are anonymous: major 0, the minor's lower 8 bits first.
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00)
  const file = `00:${minor.toString(16).padStart(2, '0')}:${ino}`
  const lock = readFileSync('/proc/locks', 'latin1')
    .split('\n')
    .map((line) => line.split(/\s+/))
    .find((fields) => fields[1] === 'FLOCK' && fields[5] === file)
  const pid = Number(lock?.[4] ?? 0)
  return pid > 0 ? `process ${pid}` : 'a process of another container'
}
