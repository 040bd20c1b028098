/**
 * A log as PROV-N, the notation for people of PROV (https://www.w3.org/TR/prov-n/). One document; what
 * comes again is left out.
 */
import { families } from '../record/registry.ts'
import { literalText } from './literal.ts'
import {
  attributeValue,
  isObject,
  type LogDocument,
  type Member,
  VERTEX_SECTIONS,
} from './log-document.ts'
import { type LogWriter, type LogWriterOptions, TextBuffer } from './log-writer.ts'

/** How a document begins and ends. */
export const PROV_N_HEAD = 'document\n  prefix cf <http://www.camflow.org/>\n'
export const PROV_N_END = 'endDocument\n'
const OWN_PREFIX = /^(cf|prov):/

type Family = (typeof families)[number]

/** Places for what we do not have behind the ends: times, plan, generation and usage. PROV-N §3. */
const emptyPlaces: Readonly<Record<Family['section'], number>> = {
  used: 1,
  wasGeneratedBy: 1,
  wasInformedBy: 0,
  wasDerivedFrom: 3,
  wasAssociatedWith: 1,
  wasInfluencedBy: 0,
}
const LARGEST_INT = 0x7fff_ffff

/** One document in PROV-N. */
export function createProvNWriter({ write }: LogWriterOptions): LogWriter {
  const text = new TextBuffer(write)
  const keys = new Set<string>()
  let isBegun = false
  const add = async (line: string) => {
    if (!isBegun) await text.add(PROV_N_HEAD)
    isBegun = true
    await text.add(`  ${line}\n`)
  }
  return {
    document: async (document) => {
      for (const line of provNLines(document, keys)) await add(line)
    },
    end: async () => {
      if (!isBegun) await text.add(PROV_N_HEAD)
      await text.add(PROV_N_END)
      await text.flush()
    },
  }
}

/**
 * The statements of one PROV-JSON document.
 *
 * @param keys of what was stated before, which is left out; grows.
 */
export function* provNLines(document: LogDocument, keys: Set<string>): Generator<string> {
  for (const section of VERTEX_SECTIONS) {
    for (const [key, member] of fresh(document, section, keys)) {
      const times = section === 'activity' ? ', -, -' : ''
      yield `${section}(${name(key)}${times}, ${attributes(member, [])})`
    }
  }
  for (const family of families) {
    for (const [key, member] of fresh(document, family.section, keys)) {
      yield relation(family, key, member)
    }
  }
}

function* fresh(document: LogDocument, section: string, keys: Set<string>) {
  for (const [key, member] of Object.entries(document[section] ?? {})) {
    if (keys.has(key) || !isObject(member)) continue
    keys.add(key)
    yield [key, member] as const
  }
}

function relation(family: Family, key: string, member: Member): string {
  const { section, senderKey, receiverKey } = family
  const ends = [receiverKey, senderKey].map((end) => name(literalText(member[end])))
  const places = [...ends, ...new Array(emptyPlaces[section]).fill('-')].join(', ')
  return `${section}(${name(key)}; ${places}, ${attributes(member, [senderKey, receiverKey])})`
}

/** A qualified name: characters that mean something in PROV-N are escaped (PROV-N §3.7.1). */
function name(key: string): string {
  const [prefix, ...rest] = key.split(':')
  const local = rest.join(':')
  if (local === '') return `cf:${escapeName(prefix ?? '')}`
  return `${prefix}:${escapeName(local)}`
}

function escapeName(local: string): string {
  return local.replaceAll(/[='(),\-:;[\].]/g, '\\$&')
}

/** Attributes whose name has a prefix that the document declares; others get `cf`. */
function attributes(member: Member, without: readonly string[]): string {
  const parts = Object.entries(member)
    .filter(([attribute]) => !without.includes(attribute))
    .map(([attribute, value]) => `${attributeName(attribute)}=${literal(attributeValue(value))}`)
  return `[${parts.join(', ')}]`
}

function attributeName(attribute: string): string {
  if (!OWN_PREFIX.test(attribute)) return `cf:${escapeName(attribute.replaceAll(':', '_'))}`
  return name(attribute)
}

function literal(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}" %% xsd:unsignedLong`
  if (typeof value === 'number') return number(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${text.replaceAll(/["\\\b\t\n\f\r]/g, (found) => escapes[found] ?? found)}"`
}

/** A bare number is an `xsd:int` (PROV-N §3.7.3). */
function number(value: number): string {
  if (!Number.isInteger(value)) return `"${value}" %% xsd:double`
  return Math.abs(value) > LARGEST_INT ? `"${value}" %% xsd:long` : String(value)
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t' },
  ...{ '\n': '\\n', '\f': '\\f', '\r': '\\r' },
}
