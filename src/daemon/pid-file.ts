/** Says which process records, and keeps a second one from reading the same ring. */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { CamflowError } from '../errors.ts'
import { lockFile } from '../kernel/file-lock.ts'

/** A pid file that is ours until it is released. */
export interface PidFile {
  /** Removes the file. */
  release(): void
}

/**
 * Writes our pid and holds a lock on the file: that is how another daemon sees that we live. The file of
 * a process that is gone is taken over.
 *
 * @throws CF_DAEMON_RUNNING when the process in the file lives.
 */
export function claimPidFile(path: string): PidFile {
  const fd = openLocked(path)
  ftruncateSync(fd)
  writeSync(fd, `${process.pid}\n`)
  return {
    release() {
      rmSync(path, { force: true })
      closeSync(fd)
    },
  }
}

/** Opens the file that is there once it is locked: a daemon that is just ending takes its own away. */
function openLocked(path: string): number {
  for (;;) {
    const fd = openSync(path, 'a+', 0o644)
    const problem = lockFile(fd)
    if (problem === 0 && fstatSync(fd).ino === statSync(path, { throwIfNoEntry: false })?.ino) {
      return fd
    }
    const owner = readFileSync(fd, 'utf8').trim()
    closeSync(fd)
    if (problem !== 0) {
      throw new CamflowError('CF_DAEMON_RUNNING', `${path}: process ${owner}.`)
    }
  }
}
