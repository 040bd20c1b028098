/** Says which process records, and keeps a second one from reading the same ring. */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { CamflowError } from '../errors.ts'

/** A pid file that is ours until it is released. */
export interface PidFile {
  /** Removes the file. */
  release(): void
}

/**
 * Writes our pid and keeps the file open: that is how another daemon sees that we live. The file of
 * a process that is gone is taken over.
 *
 * @throws CF_DAEMON_RUNNING when the process in the file lives.
 */
export function claimPidFile(path: string): PidFile {
  const owner = livingOwner(path)
  if (owner !== undefined) throw new CamflowError('CF_DAEMON_RUNNING', `${path}: process ${owner}.`)
  // A new file, because the old one may be open in a daemon that is just ending.
  rmSync(path, { force: true })
  const fd = openSync(path, 'wx', 0o644)
  writeSync(fd, `${process.pid}\n`)
  return {
    release() {
      rmSync(path, { force: true })
      closeSync(fd)
    },
  }
}

/** The process in the file, if it still has the file open: numbers are given to others in time. */
function livingOwner(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    const file = realpathSync(path)
    const descriptors = `/proc/${pid}/fd`
    const isOpen = readdirSync(descriptors).some((fd) => linkOf(`${descriptors}/${fd}`) === file)
    return isOpen ? pid : undefined
  } catch {
    // No file, no such process, or no right to look, which root has: nobody holds it.
    return undefined
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // Closed since it was listed.
    return undefined
  }
}
