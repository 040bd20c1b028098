/** `camflow convert`: a log in another form, or as a picture. */

import { parseArgs } from 'node:util'
import { helpOption, type OptionTable } from '../../config/option-table.ts'
import { CamflowError } from '../../errors.ts'
import { type ProfileName, readFormatChoice } from '../../formats/formats.ts'
import { influenceNames } from '../../formats/spade-relation.ts'
import type { CommandForm } from '../command-form.ts'
import { commandOf, readChoice } from '../option.ts'
import { problemText } from '../problem-text.ts'
import { convertPicture, type PictureRequest } from './convert-picture.ts'
import { convertText, type TextForm, type TextRequest, textForms } from './convert-text.ts'

const OPTIONS = {
  to: {
    type: 'string',
    effect: {
      w3c: 'PROV-JSON, one document a line',
      spade_json: "SPADE's form, one vertex or relation a line",
      'prov-n': 'PROV-N, to be read by people',
      dot: 'a picture of one log, as text for graphviz',
      svg: 'a picture of one log, as an image (needs the program dot)',
    },
  },
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    effect: 'write there instead of to standard output',
  },
  merge: {
    type: 'boolean',
    heading: 'Of text:',
    effect: 'all of it as one PROV-JSON document; means --to w3c',
  },
  profile: {
    type: 'string',
    effect: {
      standard: 'what to take if not told: strictly valid, all that is known',
      compat: 'as CamFlow 0.9 writes it, w3c or spade_json; what it has no place for is told',
      spade: 'spade_json with both ends of a relation immediately before it, each time',
    },
  },
  influence: {
    type: 'string',
    value: 'NAME',
    words: influenceNames,
    effect:
      "what spade_json calls WasInfluencedBy, which SPADE's reporter does not know: " +
      'WasDerivedFrom or WasAssociatedWith',
  },
  full: {
    type: 'boolean',
    heading:
      'Of a picture, in which versions are folded into objects, a process is one node with its ' +
      'memory, and bookkeeping is left out. Arrows show where information went.',
    effect: 'leave nothing out: memory, names, arguments, permission checks',
  },
  versions: { type: 'boolean', effect: 'one node for each version instead of each object' },
  system: {
    type: 'boolean',
    effect: 'keep programs, libraries and other system files that are only read',
  },
  hide: {
    type: 'string',
    multiple: true,
    value: 'TYPE,…',
    effect: 'leave out these types of vertices or relations as well',
  },
  show: {
    type: 'string',
    multiple: true,
    value: 'TYPE,…',
    effect: 'keep these types although they are left out by default',
  },
  limit: {
    type: 'string',
    value: 'N',
    effect: 'refuse to draw more than N nodes; default 300',
  },
  title: { type: 'string', value: 'TEXT', effect: 'a line under the picture' },
  ...helpOption,
} as const satisfies OptionTable

const form: CommandForm = {
  usage: 'camflow convert LOG… --to FORM [OPTION…]',
  about: [
    'Writes logs in another form. A log may have either format, compressed (gzip, zlib, zstd) or ' +
      'not; - is standard input. The forms of text are written line by line, so a log may be ' +
      'larger than memory.',
  ],
  options: OPTIONS,
  takes: { kind: 'files' },
}

const DEFAULT_LIMIT = 300
const FORMS = [...textForms, 'dot', 'svg'] as const

/** Writes, and returns what could not be carried over, one sentence each. */
type Conversion = () => Promise<readonly string[]>

/** @returns the exit code: 0 written, 1 refused. */
async function convert(work: Conversion): Promise<number> {
  try {
    for (const note of await work()) process.stderr.write(`camflow convert: ${note}\n`)
    return 0
  } catch (error) {
    // Of a pipe by name; what happens when standard output has no reader: ../standard-streams.ts.
    if (error instanceof CamflowError && error.code === 'CF_OUTPUT_GONE') return 0
    process.stderr.write(`camflow convert: ${problemText(error)}\n`)
    return 1
  }
}

/**
 * Reads the command line.
 *
 * @returns what is to be done, or `undefined` when help is asked for.
 * @throws TypeError that names the option at fault.
 */
export function readRequest(args: readonly string[]): Conversion | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  })
  if (values.help) return undefined
  if (positionals.length === 0) throw new TypeError('give a LOG')
  const fallback = values.merge ? 'w3c' : values.profile === 'spade' ? 'spade_json' : undefined
  const to = readChoice('--to', values.to ?? fallback ?? '', FORMS)
  if (to === 'dot' || to === 'svg') {
    const request = pictureRequest(positionals, to, values)
    return async () => {
      await convertPicture(request)
      return []
    }
  }
  if (values.merge && to !== 'w3c') throw new TypeError('--merge makes PROV-JSON: --to w3c')
  const request: TextRequest = {
    logs: positionals,
    to,
    output: values.output,
    isMerged: values.merge ?? false,
    profile: readProfile(to, values.profile),
    influence: readChoice('--influence', values.influence ?? 'WasInfluencedBy', influenceNames),
  }
  return () => convertText(request)
}

function readProfile(to: TextForm, profile: string | undefined): ProfileName {
  if (to !== 'prov-n') return readFormatChoice(to, profile).profile
  if (profile === undefined || profile === 'standard') return 'standard'
  throw new TypeError(`profile ${profile}: prov-n has standard`)
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function pictureRequest(
  logs: readonly string[],
  to: 'dot' | 'svg',
  values: Values,
): PictureRequest {
  const [log, ...rest] = logs
  if (log === undefined || rest.length > 0) throw new TypeError('a picture is of exactly one LOG')
  const limit = Number(values.limit ?? DEFAULT_LIMIT)
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError('--limit takes a whole number')
  return {
    log,
    to,
    limit,
    output: values.output,
    isFull: values.full ?? false,
    hasVersions: values.versions ?? false,
    keepsSystemFiles: values.system ?? false,
    hide: typesOf(values.hide),
    show: typesOf(values.show),
    title: values.title,
  }
}

function typesOf(lists: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((lists ?? []).flatMap((list) => list.split(',')))
}

/** `camflow convert`. */
export const convertCommand = commandOf({
  ...{ name: 'convert', form },
  ...{ read: readRequest, work: convert },
})
