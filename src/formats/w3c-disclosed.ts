/**
 * Attributes that an application disclosed: JSON members without braces, chosen by a program that nobody
 * has checked. `compat` passes them on as they are where they are JSON; `standard` gives each a name
 * that PROV-JSON readers accept.
 */

/** Prefixes that an application used and the document must declare. */
export type PrefixSet = Set<string>

const PREFIX = /^[A-Za-z][A-Za-z0-9_-]*$/
/** Attributes of PROV that mean nothing but themselves on any element. */
const PROV_ATTRIBUTES = new Set(['prov:location', 'prov:role', 'prov:value'])
/** Most prefixes that one document declares for applications. */
const MOST_PREFIXES = 64

/** The members of a content, or `undefined` when it is not a list of JSON members. */
export function parseMembers(content: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(`{${content}}`)
    return new Map(Object.entries(value as Record<string, unknown>))
  } catch {
    // Not JSON: the caller writes the text as one string, so nothing is lost.
    return undefined
  }
}

/**
 * The members as PROV-JSON attributes, leading comma included.
 *
 * @param members what `parseMembers` gave.
 * @param prefixes receives the prefixes that the document must declare.
 */
export function standardMembers(
  members: ReadonlyMap<string, unknown>,
  prefixes: PrefixSet,
): string {
  return [...standardNames(members, prefixes)]
    .map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join('')
}

/** The same as names and values, which are literals. */
export function standardNames(
  members: ReadonlyMap<string, unknown>,
  prefixes: PrefixSet,
): ReadonlyMap<string, string | number | boolean> {
  const named = new Map<string, string | number | boolean>()
  for (const [name, value] of members) {
    const isLabel = name === 'prov:label' && typeof value === 'string'
    const safe = isLabel ? name : attributeName(name, prefixes)
    if (!named.has(safe)) named.set(safe, literal(value))
  }
  return named
}

function attributeName(name: string, prefixes: PrefixSet): string {
  if (PROV_ATTRIBUTES.has(name)) return name
  const colon = name.indexOf(':')
  const prefix = name.slice(0, Math.max(colon, 0))
  const isOurs = prefix === 'cf' || prefix === 'prov' || prefix === 'xsd' || prefix === 'default'
  if (colon <= 0 || isOurs || !PREFIX.test(prefix) || name.length === colon + 1) {
    return `cf:disclosed_${name.replaceAll(':', '_')}`
  }
  if (!prefixes.has(prefix) && prefixes.size >= MOST_PREFIXES) {
    return `cf:disclosed_${name.replaceAll(':', '_')}`
  }
  prefixes.add(prefix)
  return name
}

function literal(value: unknown): string | number | boolean {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? value : JSON.stringify(value)
}
