/** A member of PROV-JSON as a line of SPADE's form. */
import { CamflowError } from '../errors.ts'
import type { InfluenceName } from '../formats/spade-relation.ts'
import { disclosedName } from '../formats/spade-special.ts'
import { parseIdentifier } from '../record/identifier.ts'
import { type families, lossType, vertexByName } from '../record/registry.ts'
import { literalText } from './literal.ts'
import { attributeValue, isObject, type Member } from './log-document.ts'

/** Attributes of the head, which SPADE's form names in its own way; the others lose their prefix. */
const HEAD = new Set([
  ...['cf:id', 'prov:type', 'cf:boot_id', 'cf:machine_id', 'cf:version', 'cf:date'],
  ...['cf:taint', 'cf:jiffies', 'cf:epoch'],
])

/** The line of a vertex, with its newline. */
export function spadeVertexLine(key: string, member: Member): string {
  const name = literalText(member['prov:type'])
  const annotations = name === 'packet' ? packet(member) : vertex(name, member)
  return `{"type":"${classOf(name)}","id":${text(bare(key))},"annotations": ${json(annotations)}}\n`
}

/** `Agent` is only what an application calls so: CamFlow writes a machine as an entity. */
function classOf(name: string): string {
  if (name === 'disc_agent') return 'Agent'
  const isActivity = name !== lossType.name && vertexByName(name)?.provClass === 'activity'
  return isActivity ? 'Activity' : 'Entity'
}

/** The line of a vertex of which only a relation tells; `undefined` when the key is not ours. */
export function spadeShortLine(key: string): string | undefined {
  try {
    const found = parseIdentifier(key)
    if (found.kind !== 'vertex') return undefined
    const member = {
      'cf:id': String(found.id),
      'prov:type': found.type,
      'cf:boot_id': found.bootId,
      'cf:machine_id': `cf:${found.machineId}`,
      'cf:version': found.version,
    }
    return spadeVertexLine(key, member)
  } catch (error) {
    // An identifier that is not ours says nothing of what it names.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}

function vertex(name: string, member: Member): [string, unknown][] {
  const isXattr = name === 'xattr'
  const list: [string, unknown][] = [
    ['object_id', member['cf:id']],
    ['object_type', member['prov:type']],
    ['boot_id', member['cf:boot_id']],
    ['cf:machine_id', member['cf:machine_id']],
    ['version', member['cf:version']],
    ['cf:date', member['cf:date']],
    ['cf:name', isXattr ? undefined : member['cf:name']],
    ['cf:taint', member['cf:taint']],
    ['cf:jiffies', member['cf:jiffies']],
    ['cf:epoch', member['cf:epoch']],
  ]
  return [...list, ...(name === 'address' ? address(member) : ownAttributes(name, member))]
}

/** What the type adds to the head, under the names of SPADE's form. */
function ownAttributes(name: string, member: Member): [string, unknown][] {
  const without = new Set(HEAD)
  if (!name.startsWith('disc_')) without.add('prov:label')
  if (name !== 'xattr') without.add('cf:name')
  return Object.entries(member)
    .filter(([attribute]) => !without.has(attribute))
    .map(([attribute, value]) => {
      if (attribute === 'cf:hasParent') return ['hasParent', bare(literalText(value))]
      if (name === 'shm') return [attribute, value]
      const said = /^cf:disclosed_(.+)/s.exec(attribute)?.[1]
      if (said !== undefined) return [disclosedName(said), value]
      return [attribute.replace(/^cf:/, ''), value]
    })
}

function packet(member: Member): [string, unknown][] {
  return [
    ['object_type', 'packet'],
    ['cf:date', member['cf:date']],
    ['packet_id', member['cf:id']],
    ['seq', member['cf:seq']],
    ['sender', member['cf:sender']],
    ['receiver', member['cf:receiver']],
    ['jiffies', member['cf:jiffies']],
    ['ih_len', member['cf:len']],
    ['cf:taint', member['cf:taint']],
  ]
}

/** Of the profile `compat` an object, of `standard` flat attributes. */
function address(member: Member): [string, unknown][] {
  const given = member['cf:address']
  if (isObject(given)) return Object.entries(given).filter(([, value]) => value !== '')
  const family = member['cf:family']
  if (family === 'AF_UNIX') {
    const isAbstract = given !== undefined && given !== member['cf:path']
    return [
      ['type', family],
      ['path', member['cf:path']],
      ['address', isAbstract ? given : undefined],
    ]
  }
  return [
    ['type', family],
    ['host', member['cf:host']],
    ['service', member['cf:service']],
  ]
}

/** The line of a relation, with its newline. */
export function spadeRelationLine(
  family: (typeof families)[number],
  key: string,
  member: Member,
  influence: InfluenceName,
): string {
  const [from, to] = [member[family.receiverKey], member[family.senderKey]].map((end) =>
    bare(literalText(end)),
  ) as [string, string]
  const annotations: [string, unknown][] = [
    ['id', bare(key)],
    ['relation_id', member['cf:id']],
    ['relation_type', member['prov:type']],
    ['boot_id', member['cf:boot_id']],
    ['cf:machine_id', member['cf:machine_id']],
    ['cf:date', member['cf:date']],
    ['epoch', member['cf:epoch']],
    ['jiffies', member['cf:jiffies']],
    ['allowed', member['cf:allowed']],
    ['offset', member['cf:offset']],
    ['flags', member['cf:flags']],
    ['task_id', member['cf:task_id']],
    ['from_type', typeOf(from)],
    ['to_type', typeOf(to)],
  ]
  const type = family.name === 'influenced' ? influence : family.spadeType
  return `{"type":"${type}","from":${text(from)},"to":${text(to)},"annotations": ${json(annotations)}}\n`
}

function typeOf(identifier: string): string | undefined {
  try {
    return parseIdentifier(identifier).type
  } catch (error) {
    // An identifier that is not ours has no type of ours.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}

/** An identifier without `cf:`. */
export function bare(key: string): string {
  return key.startsWith('cf:') ? key.slice(3) : key
}

const text = (value: string) => JSON.stringify(value)

/**
 * A JSON object of what is defined; a bigint is written as the number that it is, an object with a blank behind
 * each comma, as CamFlow writes an address.
 */
export function json(entries: Iterable<readonly [string, unknown]>): string {
  const parts: string[] = []
  for (const [name, given] of entries) {
    const value = attributeValue(given)
    if (value === undefined) continue
    parts.push(`${JSON.stringify(name)}:${valueText(value)}`)
  }
  return `{${parts.join(',')}}`
}

function valueText(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (!isObject(value)) return JSON.stringify(value)
  const parts = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`,
  )
  return `{${parts.join(', ')}}`
}
