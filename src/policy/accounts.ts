/** Names of users and groups, as the machine's account databases have them. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'

const DATABASES = { user: ['passwd', '/etc/passwd'], group: ['group', '/etc/group'] } as const

/** Whose name it is. */
export type AccountKind = keyof typeof DATABASES

/**
 * The number of a name.
 *
 * @throws CF_ACCOUNT_MISSING when there is no such user or group.
 */
export function accountId(kind: AccountKind, name: string): number {
  const line = lineOf(kind, name, (fields) => fields[0] === name)
  if (line === undefined) throw new CamflowError('CF_ACCOUNT_MISSING', `${kind} ${name}`)
  return Number(line[2])
}

/** The name of a number; `undefined` when nobody has it. */
export function accountName(kind: AccountKind, id: number): string | undefined {
  return lineOf(kind, String(id), (fields) => fields[2] === String(id))?.[0]
}

/** First in the file; then through the name service, which may ask the network. */
function lineOf(
  kind: AccountKind,
  key: string,
  matches: (fields: readonly string[]) => boolean,
): readonly string[] | undefined {
  const [database, path] = DATABASES[kind]
  return find(fileText(path)) ?? find(askNameService(database, key))

  function find(text: string): readonly string[] | undefined {
    return text
      .split('\n')
      .map((line) => line.split(':'))
      .find((fields) => fields.length > 2 && matches(fields))
  }
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Some machines have their accounts elsewhere only.
    return ''
  }
}

function askNameService(database: string, key: string): string {
  if (key === '' || key.startsWith('-')) return ''
  return spawnSync('getent', [database, key], { encoding: 'utf8' }).stdout ?? ''
}
