/** Reads configuration files by a table of keys. Every mistake of every file is found in one go. */
import { type IniEntry, parseIni } from './ini.ts'
import {
  type ConfigKey,
  type ConfigOf,
  type KeyTable,
  nowhere,
  type Reading,
  type Room,
  type Surroundings,
} from './key.ts'
import type { ConfigProblem } from './problem.ts'

/** The text of one file. */
export interface ConfigText {
  readonly file: string
  /** Empty when the file could not be read. */
  readonly text: string
  /** Why it could not. */
  readonly unreadable?: string
}

/** A configuration and what is wrong with it. With errors among the problems it must not be applied. */
export interface ReadConfig<Table extends KeyTable> {
  readonly config: ConfigOf<Table>
  /** In the order of the files and their lines. */
  readonly problems: readonly ConfigProblem[]
}

/** Every dash that a section's name may have where the documentation prints a minus sign. */
const DASHES = /[\u2010\u2011\u2012\u2013\u2014\u2212]/g

/**
 * Reads files as one configuration: a later value of a scalar replaces an earlier one, lists add up.
 *
 * @param table the keys that there are.
 * @param aliases section names that are understood as another.
 */
export function readConfig<const Table extends KeyTable>(
  table: Table,
  texts: readonly ConfigText[],
  surroundings: Surroundings,
  aliases: Readonly<Record<string, string>> = {},
): ReadConfig<Table> {
  const keys = new Map(Object.entries(table).map(([name, key]) => [nameOf(key), { name, key }]))
  const values: Record<string, unknown> = initialValues(table)
  const taken: TakenRooms = new Map()
  const problems = texts.flatMap(({ file, text, unreadable }): readonly ConfigProblem[] => {
    if (unreadable !== undefined) {
      return [{ severity: 'error', file, line: undefined, message: unreadable }]
    }
    const { entries, problems: skipped } = parseIni(text)
    const found = skipped.map(
      ({ line, message }) => ({ severity: 'warning', line, message }) as const,
    )
    const told = entries.flatMap((entry): readonly LineProblem[] => {
      const section = sectionOf(entry.section, aliases)
      const known = keys.get(`${section}\n${entry.key}`)
      if (known === undefined) return [unknownEntry(table, { ...entry, section })]
      const reading = withinRoom(known.key.kind.read(entry.value, surroundings), known.key, taken)
      if ('value' in reading) take(values, known.name, known.key, reading.value)
      return problemsOf(reading, known.key, entry.line)
    })
    const all = [...found, ...told].sort((one, other) => one.line - other.line)
    return all.map((problem) => ({ ...problem, file }))
  })
  return { config: values as ConfigOf<Table>, problems }
}

type LineProblem = Omit<ConfigProblem, 'file' | 'line'> & { readonly line: number }

/** What has found room so far, as text. */
type TakenRooms = Map<Room, Set<string>>

function withinRoom(
  reading: Reading<unknown>,
  { kind, room }: ConfigKey,
  taken: TakenRooms,
): Reading<unknown> {
  if (room === undefined || !('value' in reading)) return reading
  const inRoom = taken.get(room) ?? new Set<string>()
  const text = kind.write(reading.value, nowhere)
  if (!inRoom.has(text) && inRoom.size === room.most) {
    return { error: `there is room for ${room.most} ${room.name}, and this is one more` }
  }
  taken.set(room, inRoom.add(text))
  return reading
}

function take(values: Record<string, unknown>, name: string, key: ConfigKey, value: unknown): void {
  if (key.isList) (values[name] as unknown[]).push(value)
  else values[name] = value
}

function problemsOf(
  reading: Reading<unknown>,
  { section, key }: ConfigKey,
  line: number,
): readonly LineProblem[] {
  const what = `[${section}] ${key}`
  if ('error' in reading) {
    return [{ severity: 'error', line, section, message: `${what}: ${reading.error}` }]
  }
  if (reading.warning === undefined) return []
  return [{ severity: 'warning', line, section, message: `${what}: ${reading.warning}` }]
}

function unknownEntry(table: KeyTable, { section, key, line }: IniEntry): LineProblem {
  const isSectionKnown = Object.values(table).some((each) => each.section === section)
  const message =
    section === ''
      ? `"${key}" stands before any section and means nothing`
      : isSectionKnown
        ? `there is no key "${key}" in [${section}]`
        : `there is no section [${section}]: "${key}" means nothing`
  return { severity: 'warning', line, message }
}

/** The values in force, one a line: `[provenance] all=false`. */
export function settingLines<const Table extends KeyTable>(
  table: Table,
  config: ConfigOf<Table>,
  surroundings: Surroundings,
): readonly string[] {
  return Object.entries(table).flatMap(([name, { section, key, kind, isList }]) => {
    const value: unknown = config[name]
    const values = isList ? (value as readonly unknown[]) : value === undefined ? [] : [value]
    return values.map((each) => `[${section}] ${key}=${kind.write(each, surroundings)}`)
  })
}

/** The configuration of an empty file. */
export function defaultConfig<const Table extends KeyTable>(table: Table): ConfigOf<Table> {
  return initialValues(table) as ConfigOf<Table>
}

function initialValues(table: KeyTable): Record<string, unknown> {
  const entries = Object.entries(table)
  return Object.fromEntries(entries.map(([name, key]) => [name, key.isList ? [] : key.fallback]))
}

function nameOf({ section, key }: ConfigKey): string {
  return `${section}\n${key}`
}

function sectionOf(written: string, aliases: Readonly<Record<string, string>>): string {
  const name = written.replace(DASHES, '-')
  return (Object.hasOwn(aliases, name) ? aliases[name] : undefined) ?? name
}
