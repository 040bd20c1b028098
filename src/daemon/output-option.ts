/**
 * The value of `--output`: the word of an output, its place, and the keys that its section of
 * `camflowd.ini` has; or the path of a log.
 */
import { thisMachine } from '../config/files.ts'
import type { FormatName, ProfileName } from '../formats/formats.ts'
import type { OutputConfig } from './recording-config.ts'
import { readRecording } from './recording-file.ts'

/** Printed by `camflowd --help`. */
export const outputHelp = `\
  --output FILE       the log; default: what --config says. Several times: several outputs. Others:
                      stdout, null, fifo:PATH, unix_socket:PATH, mqtt:HOST:PORT or mqtt:URL. More
                      stands behind, as in the file: log:FILE,rotate_size=256M,compression=gzip
  --config FILE       outputs, formats and metrics; default /etc/camflowd.ini where that is, else
                      records go to /var/log/camflow.log`

/** Section and key of the place, by the word of an output; without a key there is no place. */
const words: Readonly<Record<string, { readonly section: string; readonly key?: string }>> = {
  null: { section: 'general' },
  stdout: { section: 'stdout' },
  log: { section: 'log', key: 'path' },
  fifo: { section: 'fifo', key: 'path' },
  unix: { section: 'unix', key: 'address' },
  unix_socket: { section: 'unix', key: 'address' },
  mqtt: { section: 'mqtt', key: 'address' },
}
const WORD = /^(null|stdout|log|fifo|unix|unix_socket|mqtt)(?=[:,]|$)/

/** How records are written that an output says nothing about. */
export interface OutputShape {
  readonly format: FormatName
  readonly profile: ProfileName
}

/**
 * Reads one `--output`. What begins with no known word is the path of a log, whatever stands in it.
 *
 * @param shape of `--format` and `--profile`, for an output that says none itself.
 * @throws TypeError that names the option.
 */
export function readOutput(text: string, shape: OutputShape): OutputConfig {
  const whole = text === '-' ? 'stdout' : text
  const [word] = WORD.exec(whole) ?? []
  const ini =
    word === undefined
      ? iniOf('log', `:${text}`, shape)
      : iniOf(word, whole.slice(word.length), shape)
  const { recording, problems } = readRecording([{ file: '--output', text: ini }], thisMachine)
  const [problem] = problems
  const [output] = recording?.outputs ?? []
  if (output === undefined || problem !== undefined) {
    throw new TypeError(`--output ${text}: ${problem?.message}`)
  }
  return output
}

/** The file that says the same. */
function iniOf(word: string, rest: string, { format, profile }: OutputShape): string {
  const { section, key = 'place' } = words[word] as (typeof words)[string]
  const [place = '', ...settings] = rest.split(/,(?=[a-z_]+=)/)
  const own = place.length > 1 ? [`${key}=${place.slice(1)}`] : []
  const general = ['[general]', `output=${word}`, `format=${format}`, `profile=${profile}`]
  return [...general, `[${section}]`, ...own, ...settings].join('\n')
}
