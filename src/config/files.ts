/**
 * The configuration files on this machine: the file itself and its drop-in folder, `FILE.d/*.ini` in the
 * order of their names, as one configuration.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { contextModule } from '../kernel/security-contexts.ts'
import { accountId, accountName } from '../policy/accounts.ts'
import { cgroupId, cgroupPath } from '../policy/cgroup.ts'
import type { Surroundings } from './key.ts'
import type { ConfigText } from './read.ts'

/** What is captured. */
export const CAPTURE_FILE = '/etc/camflow.ini'
/** Where the records go. */
export const RECORDING_FILE = '/etc/camflowd.ini'

/**
 * Reads a file and what is dropped in beside it. What of the folder cannot be read is among the texts and says
 * why, so that the mistakes of the others are told with it.
 *
 * @throws CF_CONFIG_UNREADABLE when the file itself is not there or may not be read.
 */
export function readConfigTexts(file: string): readonly ConfigText[] {
  try {
    return [{ file, text: readFileSync(file, 'utf8') }, ...dropIns(`${file}.d`)]
  } catch (cause) {
    throw new CamflowError('CF_CONFIG_UNREADABLE', `${file}: ${reasonOf(cause)}`, { cause })
  }
}

function dropIns(folder: string): readonly ConfigText[] {
  if (!existsSync(folder)) return []
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.ini'))
    return names.sort().map((name) => dropIn(`${folder}/${name}`))
  } catch (error) {
    // Told with the problems of the other files.
    const unreadable = `the folder cannot be read: ${reasonOf(error)}`
    return [{ file: folder, text: '', unreadable }]
  }
}

function dropIn(file: string): ConfigText {
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (error) {
    // As above.
    return { file, text: '', unreadable: `the file cannot be read: ${reasonOf(error)}` }
  }
}

/** Node's words without the call and the path: `ENOENT: no such file or directory`. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, .*/s, '') : String(error)
}

/** This machine: its accounts, by all sources that it is configured to ask, and its files. */
export const thisMachine: Surroundings = {
  userId: (name) => unlessMissing(() => accountId('user', name)),
  userName: (uid) => accountName('user', uid),
  groupId: (name) => unlessMissing(() => accountId('group', name)),
  groupName: (gid) => accountName('group', gid),
  cgroupId: (path) => unlessMissing(() => cgroupId(path)),
  cgroupPath,
  hasFile: existsSync,
  hasContexts: () => contextModule() !== undefined,
}

function unlessMissing<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch (error) {
    // The question is whether it is there: no is an answer.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}
