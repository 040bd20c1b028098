/** Versions, readable without a loaded capture. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** From the source (src/policy) and from the compiled file (dist/src/policy). */
const PACKAGE_PLACES = ['../../package.json', '../../../package.json']

/** CamFlow's version that the records follow. */
export { MODEL_VERSION_TEXT as captureVersion } from '../kernel/machine.ts'

/** Version of this package. */
export function libraryVersion(): string {
  const found = PACKAGE_PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(
    existsSync,
  )
  const text = found === undefined ? '{}' : readFileSync(found, 'utf8')
  return (JSON.parse(text) as { version?: string }).version ?? 'unknown'
}
