/**
 * What a capture was about, for people: programs that ran, files read, written, created, addresses talked
 * to. Fed from the cursors of the pipeline; memory is bounded, and what no longer fits is counted.
 */
import { readSocketAddress } from '../formats/address-text.ts'
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import { type RelationTypeName, relationByCode, vertexByName } from '../record/registry.ts'

/** One list of the summary. */
export interface SummaryList {
  /** In order of first appearance, each once. */
  readonly names: readonly string[]
  /** Objects that are not in `names`: without a name, or more than are kept. */
  readonly others: number
}

/** The account of a capture. */
export interface CaptureSummary {
  readonly programs: SummaryList
  readonly read: SummaryList
  readonly written: SummaryList
  readonly created: SummaryList
  readonly removed: SummaryList
  /** Addresses connected to, sent to or received from, `192.0.2.1:80`. */
  readonly addresses: SummaryList
  readonly vertices: number
  readonly relations: number
}

const OBJECT_LIMIT = 65_536
const LIST_LIMIT = 10_000

const PATH = vertexByName('path').bit
const ADDRESS = vertexByName('address').bit
const FILE = vertexByName('file').bit
const DIRECTORY = vertexByName('directory').bit

type ListName = 'programs' | 'read' | 'written' | 'created' | 'removed'

/** Which end of which relation goes into which list. `isFile`: only a regular file does. */
const rules = {
  exec: { list: 'programs', end: 'sender', isFile: false },
  read: { list: 'read', end: 'sender', isFile: true },
  mmap: { list: 'read', end: 'sender', isFile: true },
  mmap_private: { list: 'read', end: 'sender', isFile: true },
  write: { list: 'written', end: 'receiver', isFile: true },
  sh_write: { list: 'written', end: 'receiver', isFile: true },
  inode_create: { list: 'created', end: 'receiver', isFile: false },
  symlink: { list: 'created', end: 'receiver', isFile: false },
  link: { list: 'created', end: 'receiver', isFile: false },
  unlink: { list: 'removed', end: 'receiver', isFile: false },
} as const satisfies Partial<Record<RelationTypeName, Rule>>

interface Rule {
  readonly list: ListName
  readonly end: 'sender' | 'receiver'
  readonly isFile: boolean
}

const ruleByCode: readonly (Rule | undefined)[] = relationByCode.map((type) =>
  type === undefined ? undefined : (rules as Partial<Record<string, Rule>>)[type.name],
)
const NAMED = codeOf('named')
const ADDRESSED = codeOf('addressed')
/** An address given to bind is one's own: only these make it one that was talked to. */
const TALKS = new Set(['connect', 'send', 'send_msg', 'accept', 'receive'].map(codeOf))

function codeOf(name: string): number {
  return relationByCode.findIndex((type) => type?.name === name)
}

/** Collects a summary. */
export class SummaryCollector {
  /** Text of each path vertex, by its id as text. */
  readonly #paths = new Map<string, string>()
  /** Name of each object, as the id of a path. */
  readonly #names = new Map<number, string>()
  readonly #lists: Readonly<Record<ListName, Set<number>>> = {
    programs: new Set(),
    read: new Set(),
    written: new Set(),
    created: new Set(),
    removed: new Set(),
  }
  readonly #addressTexts = new Map<number, string>()
  /** Address vertices by socket. */
  readonly #socketAddresses = new Map<number, Set<number>>()
  readonly #talking = new Set<number>()
  /** Directories that something was done with: making a file in one is recorded on it as well. */
  readonly #knownDirectories = new Set<number>()
  #vertices = 0
  #relations = 0

  /** Programs that ran so far. */
  get programs(): number {
    return this.#lists.programs.size
  }

  get relations(): number {
    return this.#relations
  }

  vertex(vertex: VertexCursor): void {
    this.#vertices++
    const { bit } = vertex
    if (bit === PATH) {
      put(this.#paths, pathKey(vertex.idLow, vertex.idHigh), textOf(vertex))
    } else if (bit === ADDRESS) {
      const text = addressText(vertex.payloadBytes())
      if (text !== undefined) put(this.#addressTexts, number(vertex.idLow, vertex.idHigh), text)
    } else if ((vertex.nameIdLow | vertex.nameIdHigh) !== 0) {
      const name = pathKey(vertex.nameIdLow, vertex.nameIdHigh)
      put(this.#names, number(vertex.idLow, vertex.idHigh), name)
    }
  }

  relation(relation: RelationCursor): void {
    this.#relations++
    const { code } = relation
    const rule = ruleByCode[code]
    if (rule !== undefined) this.#list(rule, relation)
    else if (code === NAMED) this.#name(relation)
    else if (code === ADDRESSED) this.#address(relation)
    if (relation.senderBit === DIRECTORY) {
      add(this.#knownDirectories, number(relation.senderLow, relation.senderHigh))
    }
    if (TALKS.has(code)) {
      add(this.#talking, number(relation.receiverLow, relation.receiverHigh))
      add(this.#talking, number(relation.senderLow, relation.senderHigh))
    }
  }

  /** The account as of now. */
  summary(): CaptureSummary {
    const list = (name: ListName) => this.#named(this.#lists[name])
    return {
      programs: list('programs'),
      read: list('read'),
      written: list('written'),
      created: list('created'),
      removed: list('removed'),
      addresses: this.#addresses(),
      vertices: this.#vertices,
      relations: this.#relations,
    }
  }

  #list({ list, end, isFile }: Rule, relation: RelationCursor): void {
    const isSender = end === 'sender'
    const bit = isSender ? relation.senderBit : relation.receiverBit
    if (isFile && bit !== FILE) return
    const id = isSender
      ? number(relation.senderLow, relation.senderHigh)
      : number(relation.receiverLow, relation.receiverHigh)
    if (list === 'created' && this.#knownDirectories.has(id)) return
    add(this.#lists[list], id)
  }

  #name(relation: RelationCursor): void {
    const path = pathKey(relation.senderLow, relation.senderHigh)
    put(this.#names, number(relation.receiverLow, relation.receiverHigh), path)
  }

  #address(relation: RelationCursor): void {
    const socket = number(relation.receiverLow, relation.receiverHigh)
    const known = this.#socketAddresses.get(socket) ?? new Set()
    add(known, number(relation.senderLow, relation.senderHigh))
    put(this.#socketAddresses, socket, known)
  }

  #named(ids: ReadonlySet<number>): SummaryList {
    const names = new Set<string>()
    let others = 0
    for (const id of ids) {
      const text = this.#paths.get(this.#names.get(id) ?? '')
      if (text !== undefined && names.size < LIST_LIMIT) names.add(text)
      else others++
    }
    return { names: [...names], others }
  }

  #addresses(): SummaryList {
    const names = new Set<string>()
    for (const socket of this.#talking) {
      for (const address of this.#socketAddresses.get(socket) ?? []) {
        const text = this.#addressTexts.get(address)
        if (text !== undefined) names.add(text)
      }
    }
    return { names: [...names], others: 0 }
  }
}

function number(low: number, high: number): number {
  return high * 0x1_0000_0000 + low
}

/** A path's id is a hash of 64 bits, more than a number holds. */
function pathKey(low: number, high: number): string {
  return `${high} ${low}`
}

function textOf(vertex: VertexCursor): string {
  return Buffer.from(vertex.payloadBytes()).toString('utf8')
}

function put<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size < OBJECT_LIMIT || map.has(key)) map.set(key, value)
}

function add(set: Set<number>, id: number): void {
  if (set.size < OBJECT_LIMIT) set.add(id)
}

function addressText(bytes: Uint8Array): string | undefined {
  const address = readSocketAddress(bytes)
  switch (address.family) {
    case 'AF_INET':
      return `${address.host}:${address.service}`
    case 'AF_INET6':
      return `[${address.host}]:${address.service}`
    case 'AF_UNIX': {
      if (address.path.length > 0) return Buffer.from(address.path).toString('utf8')
      return address.abstract === undefined
        ? undefined
        : `@${Buffer.from(address.abstract).toString('utf8')}`
    }
    default:
      return undefined
  }
}
