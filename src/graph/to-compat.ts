/**
 * A member of the profile `standard` as `compat` has it: as CamFlow 0.9 writes it, in which what it has
 * no place for is left out, and told. The way back: `from-compat.ts`.
 */
import { familyNumber } from '../formats/address-text.ts'
import type { FormatName } from '../formats/formats.ts'
import type { ConversionNotes } from './conversion-notes.ts'
import { literalText, told } from './literal.ts'
import type { Member } from './log-document.ts'
import { swapped } from './packet-numbers.ts'

const TASK_OWN = ['cf:cgroup', 'cf:container_id', 'cf:exit_code', 'cf:exit_signal'] as const

/** By form and type of vertex, attributes that CamFlow does not have. */
const withoutPlace: Readonly<Record<FormatName, ReadonlyMap<string, ReadonlySet<string>>>> = {
  w3c: new Map([
    ['task', new Set([...TASK_OWN, 'cf:secctx'])],
    ['path', new Set(['cf:truncated'])],
    ['packet', new Set(['cf:date'])],
  ]),
  spade_json: new Map([
    ['task', new Set(TASK_OWN)],
    ['path', new Set(['cf:truncated'])],
    ['packet', new Set(['cf:taint'])],
  ]),
}
const DISCLOSED = /^cf:disclosed_(?=.)/
const UNRESOLVED = 'could not resolve'
const UNSUPPORTED = 'ai_family not supported'

/** The member of a vertex in `compat`; of a relation there is nothing to change. */
export function compatVertex(form: FormatName, member: Member, notes: ConversionNotes): Member {
  const type = literalText(member['prov:type'])
  const kept = withKnown(member, type, withoutPlace[form].get(type), notes)
  switch (type) {
    case 'packet':
      return swapped(kept)
    case 'address':
      return objectAddress(kept, notes)
    case 'disc_entity':
    case 'disc_activity':
    case 'disc_agent':
      return withSaidNames(kept)
    default:
      return kept
  }
}

function withKnown(
  member: Member,
  type: string,
  without: ReadonlySet<string> | undefined,
  notes: ConversionNotes,
): Member {
  if (without === undefined) return member
  const entries = Object.entries(member)
  const kept = entries.filter(([name, value]) => value === undefined || !without.has(name))
  if (kept.length === entries.length) return member
  for (const [name, value] of entries) {
    if (value !== undefined && without.has(name)) notes.leaveOut(`${name} of ${type}`)
  }
  return Object.fromEntries(kept)
}

/** Flat attributes as CamFlow's object, and its label. */
function objectAddress(member: Member, notes: ConversionNotes): Member {
  const made = addressObject(member)
  if (made === undefined) return member
  const { 'cf:address': name, 'cf:path': path, 'cf:family': family, ...rest } = member
  if (family === 'AF_UNIX' && name !== path) notes.leaveOut('name of an abstract socket')
  const { 'cf:host': _host, 'cf:service': _service, 'prov:label': _label, ...head } = rest
  return { ...head, 'cf:address': made.object, 'prov:label': `[address] ${made.label}` }
}

/** `undefined` of an address that has no family, or one that nobody knows. */
function addressObject(member: Member): { object: object; label: string } | undefined {
  const { 'cf:family': type, 'cf:host': host, 'cf:service': service } = member
  if (type === 'AF_UNIX') {
    const path = member['cf:path'] ?? ''
    return { object: { type, path }, label: told`UNIX ${path}` }
  }
  if (type === 'AF_INET' || type === 'AF_INET6') {
    const version = type === 'AF_INET' ? 'IPV4' : 'IPV6'
    return { object: { type, host, service }, label: told`${version} ${host} (${service})` }
  }
  const number = familyNumber(literalText(type))
  if (number === undefined) return undefined
  return {
    object: { type: number, host: UNRESOLVED, service: UNRESOLVED, error: UNSUPPORTED },
    label: `${number} ${UNRESOLVED} (${UNSUPPORTED})`,
  }
}

/** An attribute whose name had no prefix gets its name back, unless that is taken. */
function withSaidNames(member: Member): Member {
  return Object.fromEntries(
    Object.entries(member).map(([name, value]) => {
      const said = name.replace(DISCLOSED, '')
      return [Object.hasOwn(member, said) ? name : said, value]
    }),
  )
}
