/**
 * The value of `--output`: the word of an output, its place, and the keys that its section of
 * `camflowd.ini` has; or the path of a log.
 */
import { thisMachine } from '../config/files.ts'
import type { OptionTable } from '../config/option-table.ts'
import { type OutputWord, outputOfWord, outputWords, sectionOf } from '../config/output-sections.ts'
import type { FormatName, ProfileName } from '../formats/formats.ts'
import type { OutputConfig } from './recording-config.ts'
import { readRecording } from './recording-file.ts'

const others = outputWords.flatMap((word) => (word === 'log' ? [] : sectionOf(word).forms))

/** The options of `camflowd` that say where records go. */
export const outputOptions = {
  output: {
    type: 'string',
    short: 'o',
    multiple: true,
    value: 'FILE',
    effect:
      'the log; default: what --config says. Several times: several outputs. Others: ' +
      `${others.join(', ')}. More stands behind, as in the file: ` +
      'log:FILE,rotate_size=256M,compression=gzip',
  },
  config: {
    type: 'string',
    short: 'c',
    value: 'FILE',
    effect:
      'outputs, formats and metrics; default /etc/camflowd.ini where that is, else records go ' +
      'to /var/log/camflow.log',
  },
} as const satisfies OptionTable

const WORD = /^([a-z_]+)(?=[:,]|$)/

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
  const first = WORD.exec(whole)?.[0] ?? ''
  const word = outputOfWord(first)
  const ini =
    word === undefined
      ? iniOf('log', `:${text}`, shape)
      : iniOf(word, whole.slice(first.length), shape)
  const { recording, problems } = readRecording([{ file: '--output', text: ini }], thisMachine)
  const [problem] = problems
  const [output] = recording?.outputs ?? []
  if (output === undefined || problem !== undefined) {
    throw new TypeError(`--output ${text}: ${problem?.message}`)
  }
  return output
}

/** The file that says the same. */
function iniOf(word: OutputWord, rest: string, { format, profile }: OutputShape): string {
  const { section = 'general', place: key = 'place' } = sectionOf(word)
  const [place = '', ...settings] = rest.split(/,(?=[a-z_]+=)/)
  const own = place.length > 1 ? [`${key}=${place.slice(1)}`] : []
  const general = ['[general]', `output=${word}`, `format=${format}`, `profile=${profile}`]
  return [...general, `[${section}]`, ...own, ...settings].join('\n')
}
