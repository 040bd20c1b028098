/** Versions, readable without a loaded capture. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** From the source (src/policy) and from the compiled file (dist/src/policy). */
const PACKAGE_PLACES = ['../../package.json', '../../../package.json']

/** Its commit, 40 hex digits. */
export { buildCommit as libraryCommit } from '../kernel/build.ts'
/** CamFlow's version that the records follow. */
export { MODEL_VERSION_TEXT as captureVersion } from '../kernel/machine.ts'

/** Version of this package. */
export function libraryVersion(): string {
  return packageFacts().version ?? 'unknown'
}

/** Where a commit can be looked at; only its number where package.json names no repository. */
export function commitAddress(commit: string): string {
  const { repository } = packageFacts()
  const url = typeof repository === 'string' ? repository : repository?.url
  const address = url?.replace(/^git\+/, '').replace(/\.git$/, '')
  return address === undefined ? `commit ${commit}` : `${address}/commit/${commit}`
}

/** The folder of package.json; `undefined` when there is none. */
export function packageFolder(): string | undefined {
  const found = PACKAGE_PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(
    existsSync,
  )
  return found === undefined ? undefined : dirname(found)
}

interface PackageFacts {
  readonly version?: string
  readonly repository?: string | { readonly url?: string }
}

function packageFacts(): PackageFacts {
  const folder = packageFolder()
  const text = folder === undefined ? '{}' : readFileSync(join(folder, 'package.json'), 'utf8')
  return JSON.parse(text) as PackageFacts
}
