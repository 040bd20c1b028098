/**
 * The configuration files on this machine: the file itself and its drop-in folder, `FILE.d/*.ini` in the
 * order of their names, as one configuration.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { accountId, accountName } from '../policy/accounts.ts'
import { cgroupId, cgroupPath } from '../policy/cgroup.ts'
import type { Surroundings } from './key.ts'
import type { ConfigText } from './read.ts'

/** What is captured. */
export const CAPTURE_FILE = '/etc/camflow.ini'
/** Where the records go. */
export const RECORDING_FILE = '/etc/camflowd.ini'

/**
 * Reads a file and what is dropped in beside it.
 *
 * @throws CF_CONFIG_UNREADABLE when the file, or one of the folder, is not there or may not be read.
 */
export function readConfigTexts(file: string): readonly ConfigText[] {
  return [file, ...dropIns(`${file}.d`)].map((each) => ({ file: each, text: readText(each) }))
}

function dropIns(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ini'))
    .sort()
    .map((name) => `${folder}/${name}`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CamflowError('CF_CONFIG_UNREADABLE', reason, { cause })
  }
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
