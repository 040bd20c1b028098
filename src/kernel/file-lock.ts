/** Locks on open files: `flock(2)`, which the kernel lets go with the last descriptor, so at the latest with the process. */
import { errno, libc } from './libbpf.ts'

const LOCK_EX = 2
const LOCK_NB = 4
const EWOULDBLOCK = 11

/**
 * Locks an open file or folder for its descriptor alone, without waiting.
 *
 * @returns 0; `'taken'` when another descriptor has it, of this process or another; else the error's number.
 */
export function lockFile(fd: number): 0 | 'taken' | number {
  if (libc().flock(fd, LOCK_EX | LOCK_NB) === 0) return 0
  const reason = errno()
  return reason === EWOULDBLOCK ? 'taken' : reason
}
