/** What the package says about itself. */
import { readFileSync } from 'node:fs'

/** From the compiled file (dist/src/cli) and from the source (src/cli). */
const PLACES = ['../../package.json', '../../../package.json']

/** Version of the package, `0.1.0`. */
export function packageVersion(): string {
  for (const place of PLACES) {
    try {
      const text = readFileSync(new URL(place, import.meta.url), 'utf8')
      return (JSON.parse(text) as { version: string }).version
    } catch {
      // It is at the other place.
    }
  }
  return 'unknown'
}
