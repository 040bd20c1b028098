/** The value of `--output`: the word of an output and its place, or the path of a log. */
import type { OutputConfig } from './recording-config.ts'

/** Printed by `camflowd --help`. */
export const outputHelp = `\
  --output FILE       the log; default /var/log/camflow.log. Several times: several outputs. Others:
                      stdout, null, fifo:PATH, unix_socket:PATH, mqtt:HOST:PORT or mqtt:URL`

/** Makes an output of what stands behind its word; `undefined` when the word wants nothing or more. */
const outputs: Readonly<Record<string, (place: string) => OutputConfig | undefined>> = {
  null: (place) => (place === '' ? { type: 'null' } : undefined),
  stdout: (place) => (place === '' ? { type: 'stdout' } : undefined),
  log: (path) => (path === '' ? undefined : { type: 'log', path }),
  fifo: (path) => (path === '' ? undefined : { type: 'fifo', path }),
  unix: (path) => (path === '' ? undefined : { type: 'unix_socket', path }),
  unix_socket: (path) => (path === '' ? undefined : { type: 'unix_socket', path }),
  mqtt: (address) => (address === '' ? undefined : { type: 'mqtt', address }),
}

/**
 * Reads one `--output`. What begins with no known word is the path of a log.
 *
 * @throws TypeError that names the option.
 */
export function readOutput(text: string): OutputConfig {
  const [word = '', ...rest] = text.split(':')
  if (text === '-') return { type: 'stdout' }
  if (!Object.hasOwn(outputs, word)) return { type: 'log', path: text }
  const output = outputs[word]?.(rest.join(':'))
  if (output === undefined) {
    throw new TypeError(`--output ${text}: null and stdout stand alone, the others need a place`)
  }
  return output
}
