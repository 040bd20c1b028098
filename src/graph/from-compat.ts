/**
 * A log as the profile `standard` has it, whichever profile it was written in. What `compat` writes in
 * another way is put right; what it does not write stays unknown. The way back: `to-compat.ts`.
 */
import { familyName } from '../formats/address-text.ts'
import { documentHeads } from '../formats/w3c.ts'
import type { W3cProfile } from '../formats/w3c-context.ts'
import { standardNames } from '../formats/w3c-disclosed.ts'
import type { ConversionNotes } from './conversion-notes.ts'
import { literalNumber, told } from './literal.ts'
import { isObject, type LogDocument, type Member, VERTEX_SECTIONS } from './log-document.ts'
import { packetNumbers, swapped } from './packet-numbers.ts'

/** Attributes of a disclosed vertex that are not the application's. */
const DISCLOSED_OWN = new Set([
  ...['cf:id', 'prov:type', 'cf:boot_id', 'cf:machine_id', 'cf:version', 'cf:date'],
  ...['cf:taint', 'cf:jiffies', 'cf:epoch', 'cf:name', 'cf:hasParent', 'cf:content'],
])

/** Which profile a document says that it has: both declare CamFlow's name space, each in its way. */
function declaredProfile({ prefix }: LogDocument): W3cProfile | undefined {
  const name = prefix?.cf as unknown
  if (typeof name !== 'string') return undefined
  if (documentHeads.standard.endsWith(`"${name}"`)) return 'standard'
  return documentHeads.compat.endsWith(`"${name}"`) ? 'compat' : undefined
}

/** Reads the documents of one log, in order. */
export class StandardReader {
  readonly #log: string
  readonly #notes: ConversionNotes
  /** As far as the log has told; a line of SPADE's form does only by a packet. */
  #profile: W3cProfile | undefined

  /** @param log its name, for the notes. */
  constructor(log: string, notes: ConversionNotes) {
    this.#log = log
    this.#notes = notes
  }

  /** The same document with the attributes of `standard`. */
  document(document: LogDocument): LogDocument {
    const declared = declaredProfile(document)
    if (declared !== undefined) this.#learn(declared)
    if (declared === 'standard') return document
    const made: Record<string, LogDocument[string]> = { ...document }
    for (const name of VERTEX_SECTIONS) {
      const section = document[name]
      if (section === undefined) continue
      made[name] = Object.fromEntries(
        Object.entries(section).map(([key, member]) => [
          key,
          isObject(member) ? this.#member(key, member, declared) : member,
        ]),
      )
    }
    return made
  }

  #learn(profile: W3cProfile): void {
    this.#profile = profile
    if (profile === 'compat') this.#notes.isCompat(this.#log)
  }

  #member(key: string, member: Member, declared: W3cProfile | undefined): Member {
    switch (member['prov:type']) {
      case 'address':
        return isObject(member['cf:address']) ? flatAddress(member, member['cf:address']) : member
      case 'packet':
        return this.#packet(key, member, declared)
      case 'disc_entity':
      case 'disc_activity':
      case 'disc_agent':
        return declared === 'compat' ? disclosed(member) : member
      default:
        return member
    }
  }

  /** Its name has the numbers as on the wire; those of the attributes are the same, or swapped. */
  #packet(key: string, member: Member, declared: W3cProfile | undefined): Member {
    if (declared === undefined) {
      const numbers = packetNumbers(key)
      const found = numbers && numberOrder(member, numbers)
      if (found !== undefined) this.#learn(found)
      if (this.#profile === undefined) this.#notes.unknownLength()
    }
    return this.#profile === 'compat' ? swapped(member) : member
  }
}

/** `undefined`: the numbers read the same in both orders, or are neither. */
function numberOrder(
  member: Member,
  { id, seq }: { readonly id: number; readonly seq: number },
): W3cProfile | undefined {
  const isSame = (numbers: Member) =>
    literalNumber(numbers['cf:id']) === id && literalNumber(numbers['cf:seq']) === seq
  const [asIs, turned] = [isSame(member), isSame(swapped(member))]
  if (asIs === turned) return undefined
  return asIs ? 'standard' : 'compat'
}

/** PROV-JSON allows no object as a value (§2.2). */
function flatAddress(member: Member, address: Readonly<Record<string, unknown>>): Member {
  return Object.fromEntries(
    Object.entries(member).flatMap(([name, value]): [string, unknown][] => {
      if (name === 'cf:address') {
        return addressAttributes(address).filter(([, each]) => each !== undefined)
      }
      if (name !== 'prov:label' || typeof address.type !== 'number') return [[name, value]]
      return [[name, `[address] ${familyName(address.type)}`]]
    }),
  )
}

function addressAttributes(address: Readonly<Record<string, unknown>>): [string, unknown][] {
  const { type, host, service, path } = address
  if (type === 'AF_UNIX') {
    const name = path === '' ? undefined : path
    return [
      ['cf:address', name],
      ['cf:family', type],
      ['cf:path', name],
    ]
  }
  if (typeof type === 'number') return [['cf:family', familyName(type)]]
  const text = type === 'AF_INET6' ? told`[${host}]:${service}` : told`${host}:${service}`
  return [
    ['cf:address', text],
    ['cf:family', type],
    ['cf:host', host],
    ['cf:service', service],
  ]
}

/** What an application said, under names that PROV-JSON readers accept. */
function disclosed(member: Member): Member {
  const entries = Object.entries(member)
  const own = entries.filter(([name]) => DISCLOSED_OWN.has(name))
  const said = entries.filter(([name]) => !DISCLOSED_OWN.has(name))
  return Object.fromEntries([...own, ...standardNames(new Map(said), new Set())])
}
