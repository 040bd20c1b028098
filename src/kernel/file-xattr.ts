/**
 * The extended attribute `security.provenance` of a file that is held open, by way of `/proc/self/fd`: an
 * `O_PATH` descriptor cannot be swapped for another file, and the attribute calls for descriptors refuse it.
 */
import { constants } from 'node:os'
import { errno, libc } from './libbpf.ts'

/** CamFlow's name for the provenance that is kept with a file. */
export const PROVENANCE_XATTR = 'security.provenance'

/** More than the value has, so that a longer one is seen to be longer. */
const ROOM_BYTES = 512
const OK = 0
const { ENODATA, ENOTSUP, ERANGE } = constants.errno
/** Values that are not there, or where there can be none. */
const NOTHING: readonly number[] = [ENODATA, ENOTSUP]

const pathOf = (fd: number) => `/proc/self/fd/${fd}`

/**
 * The value.
 *
 * @param fd open in any way, `O_PATH` too.
 * @returns `undefined` for none, for a file system without such attributes, and for one that is longer than
 *   any of ours.
 * @throws Error with the errno of any other failure.
 */
export function readProvenanceXattr(fd: number): Uint8Array | undefined {
  const value = new Uint8Array(ROOM_BYTES)
  const length = libc().getxattr(pathOf(fd), PROVENANCE_XATTR, value, ROOM_BYTES)
  if (length >= 0) return value.subarray(0, Number(length))
  const code = errno()
  if (NOTHING.includes(code) || code === ERANGE) return undefined
  throw new Error(`${PROVENANCE_XATTR}: errno ${code}`)
}

/** Has the hooks see that somebody asks for the value; what it is, and whether there is any, does not matter. */
export function meetProvenanceXattr(fd: number): void {
  libc().getxattr(pathOf(fd), PROVENANCE_XATTR, new Uint8Array(1), 0)
}

/** Writes the value. @returns 0 or the errno. */
export function writeProvenanceXattr(fd: number, value: Uint8Array): number {
  return libc().setxattr(pathOf(fd), PROVENANCE_XATTR, value, value.length, 0) === 0 ? OK : errno()
}

/** Takes it away. @returns 0, also when there was none, or the errno. */
export function removeProvenanceXattr(fd: number): number {
  if (libc().removexattr(pathOf(fd), PROVENANCE_XATTR) === 0) return OK
  const code = errno()
  return NOTHING.includes(code) ? OK : code
}
