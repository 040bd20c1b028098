/**
 * The outputs by the words that `output` and `--output` have for them: which section of `camflowd.ini` has the
 * keys of each, and which of them is its place. The keys themselves stand in `recording-keys.ts`.
 */

/** Where the configuration of an output is. */
export interface OutputSection {
  /** Without one there is nothing to say but what [general] says. */
  readonly section?: string
  /** The key without which there is no output. */
  readonly place?: string
  /** How `--output` is written, for its help. */
  readonly forms: readonly string[]
  /** Another word for it, which is another name of the section, too. */
  readonly alias?: string
}

/** `unix_socket` is the documented word, `unix` the one that CamFlow 0.9 takes. */
export const outputSections = {
  null: { forms: ['null'] },
  stdout: { section: 'stdout', forms: ['stdout'] },
  log: { section: 'log', place: 'path', forms: ['log:FILE'] },
  fifo: { section: 'fifo', place: 'path', forms: ['fifo:PATH'] },
  unix_socket: {
    section: 'unix',
    place: 'address',
    alias: 'unix',
    forms: ['unix_socket:PATH'],
  },
  mqtt: { section: 'mqtt', place: 'address', forms: ['mqtt:HOST:PORT', 'mqtt:URL'] },
} as const satisfies Readonly<Record<string, OutputSection>>

/** An output, by its word. */
export type OutputWord = keyof typeof outputSections

/** All words, in the order in which they are told. */
export const outputWords = Object.keys(outputSections) as readonly OutputWord[]

/** The other words, by what they mean. */
export const outputAliases: Readonly<Record<string, OutputWord>> = Object.fromEntries(
  outputWords.flatMap((word) => {
    const { alias } = sectionOf(word)
    return alias === undefined ? [] : [[alias, word]]
  }),
)

/** The output that a word means, if any. */
export function outputOfWord(text: string): OutputWord | undefined {
  return outputWords.find((word) => word === text || sectionOf(word).alias === text)
}

/** What the table says of an output. */
export function sectionOf(word: OutputWord): OutputSection {
  return outputSections[word]
}

type Sections = (typeof outputSections)[OutputWord]
/** A section that an output has. */
export type SectionName = Extract<Sections, { readonly section: string }>['section']
type Placed = Extract<Sections, { readonly place: string }>
/** Of each output that has a place, the property of `RecordingKeys`: `logPath`. */
export type PlaceKey = {
  [Each in Placed as Each['section']]: `${Each['section']}${Capitalize<Each['place']>}`
}[Placed['section']]

/** `logPath`, of an output that has a place. */
export function placeKey({ section, place }: OutputSection): PlaceKey | undefined {
  if (section === undefined || place === undefined) return undefined
  return `${section}${place.charAt(0).toUpperCase()}${place.slice(1)}` as PlaceKey
}
