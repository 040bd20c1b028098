/** Which commit this build is of. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** From the compiled file (dist/src/kernel) and from the source (src/kernel). */
const PLACES = ['../commit', '../../dist/src/commit']

/** Stands for the commit of a build that was not made in a checkout. */
const UNKNOWN_COMMIT = '0'.repeat(40)

/** The git commit, 40 hex digits, as the build has noted it; zeros where it knew none. */
export function buildCommit(): string {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(
    existsSync,
  )
  return found === undefined ? UNKNOWN_COMMIT : readFileSync(found, 'utf8').trim()
}
