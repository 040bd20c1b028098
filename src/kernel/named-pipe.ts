/** Makes named pipes, which Node cannot. */
import { errno, libc } from './libbpf.ts'

/**
 * Makes a named pipe; leaves what is there.
 *
 * @returns 0, or the number of the error.
 */
export function makeNamedPipe(path: string, mode: number): number {
  const EEXIST = 17
  if (libc().mkfifo(path, mode) === 0) return 0
  const error = errno()
  return error === EEXIST ? 0 : error
}
