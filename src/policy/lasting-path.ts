/** A path by which a file is found later as well, also when it was named by a descriptor of a process. */
import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Names a file without opening it for reading; not in Node's constants. */
const O_PATH = 0o10000000
const MOST_LINKS = 40
const PROC = '/proc/'

/**
 * The path to keep of a file that exists: as it is given, made absolute; where that leads through a link of a process
 * (`/proc/self/fd/7`, `/dev/stdin`, `/proc/1/root/etc/passwd`), which will soon be another file or none, the file's own.
 *
 * @returns `undefined` when the file has none: it was removed, is a pipe, or stands in another mount namespace.
 */
export function lastingPath(path: string): string | undefined {
  const absolute = resolve(path)
  try {
    return isOfProcess(absolute) ? ownPath(absolute) : absolute
  } catch {
    // Removed in the meantime.
    return undefined
  }
}

/** Whether the way to a file, or a link at its end, is one of a process. */
function isOfProcess(path: string): boolean {
  let next = path
  for (let links = 0; links < MOST_LINKS; links++) {
    if (next.startsWith(PROC)) return true
    const directory = realpathSync(dirname(next))
    next = join(directory, basename(next))
    if (next.startsWith(PROC)) return true
    if (!lstatSync(next).isSymbolicLink()) return false
    next = resolve(directory, readlinkSync(next))
  }
  return false
}

function ownPath(path: string): string | undefined {
  const fd = openSync(path, O_PATH)
  try {
    const own = readlinkSync(`/proc/self/fd/${fd}`)
    const [here, there] = [fstatSync(fd), statSync(own, { throwIfNoEntry: false })]
    return there?.ino === here.ino && there.dev === here.dev ? own : undefined
  } finally {
    closeSync(fd)
  }
}
