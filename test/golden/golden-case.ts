/**
 * Golden pairs: records as the upstream tools were given them, and the exact text they made. Each input
 * goes through the whole reader: typed record, wire bytes, decoder, format.
 */
import { readFileSync } from 'node:fs'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import type { W3cProfile } from '../../src/formats/w3c-context.ts'
import type { FormatOptions, RecordFormat } from '../../src/formats/format.ts'
import { createDecoder } from '../../src/record/decode.ts'
import { encodeChunk, encodeRelation, encodeVertex } from '../../src/record/encode.ts'
import type { ProvenanceRecord, RelationEnd, VertexRecord } from '../../src/record/record.ts'
import { relationByName, type VertexTypeName } from '../../src/record/registry.ts'

interface GoldenName {
  readonly name_id: { readonly id: string }
  readonly name: string
}

/** What the serialiser knows besides the record. */
export interface GoldenContext {
  readonly date_epoch_seconds: number
  readonly secctx: Readonly<Record<string, string>>
  readonly library_version: string
  readonly library_commit: string
  readonly names: readonly GoldenName[]
}

/** An input; its fields depend on the type. */
export type GoldenInput = Readonly<Record<string, never>>
type Loose = Record<string, any>

const directory = new URL('.', import.meta.url)

/** Reads one golden file. */
export function golden<Case>(name: string): { context: GoldenContext; cases: readonly Case[] } {
  return JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'))
}

/** A document up to its first section. */
export const documentHead =
  '{"prefix":{"prov" : "http://www.w3.org/ns/prov", "cf":"http://www.camflow.org"}'

const big = (text: unknown) => BigInt(String(text ?? 0))

function packetIdentity(end: Loose): Uint8Array {
  const view = new DataView(new ArrayBuffer(24))
  const ip = (text: string, at: number) =>
    text.split('.').forEach((part, i) => view.setUint8(at + i, Number(part)))
  // id and seq of the golden files are the words as a little-endian machine loads them
  view.setUint16(0, end.id, true)
  ip(end.snd_ip, 4)
  ip(end.rcv_ip, 8)
  view.setUint16(12, end.snd_port)
  view.setUint16(14, end.rcv_port)
  view.setUint8(16, end.protocol)
  view.setUint32(20, end.seq, true)
  return new Uint8Array(view.buffer)
}

const hex = (text: string | undefined) => Uint8Array.from(Buffer.from(text ?? '', 'hex'))

/** The type's own fields of a vertex record. */
function vertexFields(type: VertexTypeName, input: Loose): Loose {
  const common = { ...input }
  for (const key of ['identifier', 'epoch', 'jiffies', 'taint', 'vertex', 'name_id']) {
    delete common[key]
  }
  switch (type) {
    case 'task':
      return {
        ...common,
        ...Object.fromEntries(
          ['utime', 'stime', 'vm', 'rss', 'rbytes', 'wbytes'].map((key) => [key, big(input[key])]),
        ),
        hwVm: big(input.hw_vm),
        hwRss: big(input.hw_rss),
        cancelWbytes: big(input.cancel_wbytes),
        // Ours: CamFlow does not tell it.
        exitStatus: 0,
        cgroup: 0,
      }
    case 'iattr':
      return {
        ...common,
        ...Object.fromEntries(
          ['size', 'atime', 'ctime', 'mtime'].map((key) => [key, big(input[key])]),
        ),
      }
    case 'xattr':
      return { name: input.name, valueSize: input.size, value: new Uint8Array(0) }
    case 'packet':
      // the golden length is the record's word, in network order, as a little-endian machine loads it
      return {
        identity: packetIdentity(input.identifier),
        addresses: new Uint8Array(32),
        len: ((input.len & 0xff) << 8) | (input.len >>> 8),
      }
    case 'packet_content':
      return { content: hex(input.content_hex), truncated: input.truncated }
    case 'address':
      return { addr: hex(input.sockaddr_hex) }
    case 'path':
      return { pathname: input.name, truncated: false }
    case 'string':
      return { text: input.str }
    case 'msg':
      return { mtype: 0n }
    case 'machine': {
      const [major, minor, patch] = input.camflow_version
      return { major, minor, patch, utsname: input.utsname, commit: input.commit }
    }
    case 'disc_activity':
    case 'disc_agent':
    case 'disc_entity':
      return {
        content: input.content,
        parent: big(input.parent.id),
        parentVersion: input.parent.version,
      }
    default:
      return {
        ...common,
        ino: big(input.ino),
        sbUuid: hex(input.sb_uuid_hex),
      }
  }
}

function scopeOf(input: Loose): { bootId: number; machineId: number } {
  const from = input.vertex ? input.identifier : input
  return { bootId: from.boot_id ?? 0, machineId: from.machine_id ?? 0 }
}

function endScopeOf(input: Loose): { bootId: number; machineId: number } {
  const end = input.snd?.type === 'packet' ? input.rcv : (input.snd ?? input.identifier)
  return { bootId: end.boot_id ?? 0, machineId: end.machine_id ?? 0 }
}

/** The typed record of an input. */
export function recordOf(given: GoldenInput): ProvenanceRecord {
  const input: Loose = given
  const made = {
    ...scopeOf(input),
    epoch: input.epoch ?? 0,
    jiffies: big(input.jiffies),
    timeNs: 0n,
  }
  if (input.vertex) {
    return {
      kind: 'vertex',
      type: input.vertex,
      id: input.vertex === 'packet' ? 0n : big(input.identifier.id),
      version: input.identifier.version ?? 0,
      taint: big(input.taint),
      nameId: big(input.name_id?.id),
      ...made,
      ...vertexFields(input.vertex, input),
    } as unknown as VertexRecord
  }
  const end = (e: Loose): RelationEnd =>
    e.type === 'packet'
      ? { type: 'packet', id: 0n, version: 0, packet: packetIdentity(e) }
      : { type: e.type, id: big(e.id), version: e.version }
  const type = relationByName(input.relation)
  if (type === undefined) throw new TypeError(`no relation ${input.relation}`)
  return {
    kind: 'relation',
    type: type.name,
    family: type.family.name,
    id: big(input.id),
    allowed: input.allowed,
    flags: big(input.flags),
    offset: input.offset === null ? undefined : big(input.offset),
    taskId: big(input.task_id),
    sender: end(input.snd),
    receiver: end(input.rcv),
    ...made,
  }
}

/** Makes a format under test. */
export type FormatMaker = (options: FormatOptions) => RecordFormat

const w3c =
  (profile: W3cProfile): FormatMaker =>
  (options) =>
    createW3cFormat({ ...options, profile })

/** A format with the golden files' surroundings, and the documents it makes. */
export function goldenFormat(
  context: GoldenContext,
  made: W3cProfile | FormatMaker,
): { readonly format: RecordFormat; readonly documents: string[] } {
  const documents: string[] = []
  const create = typeof made === 'string' ? w3c(made) : made
  const format = create({
    bootId: 28,
    machineId: 1491436164,
    clockOffsetSeconds: context.date_epoch_seconds,
    securityContext: (secid) => context.secctx[secid],
    libraryVersion: context.library_version,
    libraryCommit: context.library_commit,
    onDocument: (document) => documents.push(Buffer.from(document).toString()),
  })
  return { format, documents }
}

/** Makes the known names of the context known, in a document that is thrown away. */
export function teachNames(format: RecordFormat, context: GoldenContext, documents: string[]): void {
  for (const { name_id, name } of context.names) {
    const identifier = { ...name_id, boot_id: 28, machine_id: 1491436164, version: 0 }
    const input = { vertex: 'path', identifier, name, epoch: 2, jiffies: '1', taint: '0' }
    feed(format, input as unknown as GoldenInput)
  }
  format.flush()
  documents.length = 0
}

/** Sends one input through wire and decoder into a format. */
export function feed(format: RecordFormat, input: GoldenInput): void {
  const record = recordOf(input)
  if (record.kind === 'loss') return
  const message = record.kind === 'vertex' ? encodeVertex(record) : encodeRelation(record)
  const taskId = record.kind === 'relation' ? record.taskId : 0n
  const head = { epoch: record.epoch, jiffies: record.jiffies, timeNs: 0n, taskId }
  const chunk = encodeChunk(head, [message])
  const decoder = createDecoder({
    ...scopeOf(input),
    endScope: endScopeOf(input),
    onVertex: (vertex) => format.vertex(vertex),
    onRelation: (relation) => format.relation(relation),
    onError: (problem) => {
      throw new Error(`${problem.code} at ${problem.offset}: ${problem.detail}`)
    },
  })
  decoder.chunk(chunk, 0, chunk.length)
}

/** The documents of one input alone. */
export function documentsOf(
  input: GoldenInput,
  made: W3cProfile | FormatMaker,
  context: GoldenContext,
): readonly string[] {
  const { format, documents } = goldenFormat(context, made)
  teachNames(format, context, documents)
  feed(format, input)
  format.flush()
  return documents
}
