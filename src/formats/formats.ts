/** All formats with their profiles, by the names that options and configuration have for them. */
import type { FormatOptions, RecordFormat } from './format.ts'
import { createSpadeFormat } from './spade.ts'
import type { InfluenceName } from './spade-relation.ts'
import { createW3cFormat } from './w3c.ts'

/** Profiles of each format; the first is the default. */
export const formatProfiles = {
  w3c: ['standard', 'compat'],
  spade_json: ['standard', 'compat', 'spade'],
} as const

export type FormatName = keyof typeof formatProfiles
export type ProfileName = (typeof formatProfiles)[FormatName][number]

/** How records are written. */
export interface FormatChoice {
  /** @default 'spade_json' for the profile `spade`, else 'w3c' */
  readonly format?: FormatName | undefined
  /** @default 'standard' */
  readonly profile?: ProfileName | undefined
  /** What spade_json calls `WasInfluencedBy`. @default 'WasInfluencedBy' */
  readonly influence?: InfluenceName | undefined
}

interface FilledChoice {
  readonly format: FormatName
  readonly profile: ProfileName
}

/** What every format takes. */
export interface CommonFormatOptions extends FormatOptions {
  /** Bytes after which a document is handed over. @default as the format likes */
  readonly documentBytes?: number | undefined
}

/** The options of the commands that record. */
export const formatOptions = {
  format: {
    type: 'string',
    value: 'NAME',
    words: ['w3c', 'spade_json'],
    effect: 'w3c (PROV-JSON) or spade_json; default w3c',
  },
  profile: {
    type: 'string',
    value: 'NAME',
    words: formatProfiles.spade_json,
    effect:
      'standard (strictly valid) or compat (as CamFlow 0.9); spade (spade_json as ' +
      "SPADE's reporter needs it, which is its default format); default standard",
  },
} as const

/**
 * Checks what a user asks for.
 *
 * @throws TypeError that names the choices.
 */
export function readFormatChoice(format?: string, profile?: string): FilledChoice {
  const name = format ?? (profile === 'spade' ? 'spade_json' : 'w3c')
  if (!isFormatName(name)) {
    throw new TypeError(`format ${name}: there are ${Object.keys(formatProfiles).join(' and ')}`)
  }
  const profiles: readonly ProfileName[] = formatProfiles[name]
  const found = profiles.find((each) => each === (profile ?? 'standard'))
  if (found === undefined) {
    throw new TypeError(`profile ${profile}: ${name} has ${profiles.join(', ')}`)
  }
  return { format: name, profile: found }
}

function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formatProfiles, name)
}

/**
 * Makes the format of a choice.
 *
 * @throws TypeError when the format has no such profile.
 */
export function createFormat(choice: FormatChoice, options: CommonFormatOptions): RecordFormat {
  const { format, profile } = readFormatChoice(choice.format, choice.profile)
  const { documentBytes, ...common } = options
  const given = documentBytes === undefined ? common : { ...common, documentBytes }
  if (format === 'spade_json') {
    const { influence = 'WasInfluencedBy' } = choice
    return createSpadeFormat({ ...given, profile, influence })
  }
  return createW3cFormat({ ...given, profile: profile === 'compat' ? 'compat' : 'standard' })
}
