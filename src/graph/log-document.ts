/**
 * One line of a log as a PROV-JSON document, whichever form the line has: a document, or one object of
 * SPADE's form. Attributes of the result have the names and order of the profile `standard`.
 */
import { spadeMember } from './spade-member.ts'

/** Sections of a document that hold vertices. */
export const VERTEX_SECTIONS = ['activity', 'agent', 'entity'] as const

/** Attribute name to value; a number above 2^53 is a bigint. */
export type Member = Readonly<Record<string, unknown>>
/** Section name to members by key. `prefix` holds text. */
export type LogDocument = Readonly<Record<string, Readonly<Record<string, Member>>>>

/** The one attribute that is a number of 64 bits. */
const LARGE_NUMBER = /"((?:cf:)?ino)":(\d{16,})/g
const MARK = '\u0000'
const MARKED = /^\0(\d+)$/

/**
 * Parses one line.
 *
 * @returns `undefined` when it is neither a document nor an object of SPADE's form.
 */
export function parseLine(text: string): LogDocument | undefined {
  let value: unknown
  try {
    value = JSON.parse(text.replaceAll(LARGE_NUMBER, '"$1":"\\u0000$2"'))
  } catch {
    // Not JSON is one of the answers.
    return undefined
  }
  if (!isObject(value)) return undefined
  if (isObject(value.annotations)) return spadeDocument(value)
  const isDocument = Object.values(value).every(isObject)
  return isDocument ? (value as LogDocument) : undefined
}

function spadeDocument(line: Record<string, unknown>): LogDocument | undefined {
  const made = spadeMember(line)
  return made && { [made.section]: { [made.key]: made.member } }
}

/** The value of an attribute: large numbers as what they are. */
export function attributeValue(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return value
  const digits = MARKED.exec(value)?.[1]
  return digits === undefined ? value : BigInt(digits)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
