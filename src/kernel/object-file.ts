/** Where the compiled capture programs lie. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CamflowError } from '../errors.ts'

/** How the programs are attached; see docs and `camflow doctor`. */
export const captureModes = ['lsm', 'fentry', 'tracepoint'] as const

/** One way to attach, best first in `captureModes`. */
export type CaptureMode = (typeof captureModes)[number]

/** From the compiled file (dist/src/kernel) and from the source (src/kernel). */
const PLACES = ['../../bpf/', '../../dist/bpf/']

/**
 * The object file of a mode.
 *
 * @param directory where to look; default: where the build puts them.
 * @throws CF_CAPTURE_OBJECT when there is none.
 */
export function objectFile(mode: CaptureMode, directory?: string): string {
  const name = `capture.${mode}.bpf.o`
  const places =
    directory === undefined
      ? PLACES.map((place) => fileURLToPath(new URL(place + name, import.meta.url)))
      : [`${directory}/${name}`]
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new CamflowError('CF_CAPTURE_OBJECT', `No file ${name}.`)
  return found
}
