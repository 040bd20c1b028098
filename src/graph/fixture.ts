/** Builds small logs for tests: vertices and relations by name, as W3C documents. */
import { identifierText, relationIdentifier, vertexIdentifier } from '../record/identifier.ts'
import {
  type RelationTypeName,
  relationByName,
  type VertexTypeName,
  vertexByName,
} from '../record/registry.ts'
import { ConversionNotes } from './conversion-notes.ts'
import { StandardReader } from './from-compat.ts'
import { parseLine } from './log-document.ts'
import type { LogWriter, LogWriterOptions } from './log-writer.ts'

/** One vertex of a test log, known by `id`. */
export interface TestVertex {
  readonly id: number
  readonly type: VertexTypeName
  readonly version?: number
  readonly attributes?: Readonly<Record<string, unknown>>
}

type Document = Record<string, Record<string, Record<string, unknown>>>

const SCOPE = { bootId: 1, machineId: 7 }

/** A log in the making; each `flow` adds its ends first, as the recorder does. */
export class TestLog {
  readonly #document: Document = {}
  #relations = 0

  /** Adds a vertex. @returns the same vertex, to use in `flow`. */
  vertex(vertex: TestVertex): TestVertex {
    const { id, type, version = 0, attributes } = vertex
    this.#add(vertexByName(type).provClass, keyOf(vertex), {
      'cf:id': String(id),
      'prov:type': type,
      'cf:version': version,
      ...attributes,
    })
    return vertex
  }

  /** Adds a relation from `from` to `to`; ids count from 1. */
  flow(from: TestVertex, type: RelationTypeName, to: TestVertex): this {
    const { family } = relationByName(type)
    const id = BigInt(++this.#relations)
    const key = identifierText(relationIdentifier({ ...SCOPE, type, id }))
    this.#add(family.section, key, {
      'cf:id': String(id),
      'prov:type': type,
      'cf:allowed': 'true',
      [family.senderKey]: `cf:${keyOf(from)}`,
      [family.receiverKey]: `cf:${keyOf(to)}`,
    })
    return this
  }

  /** The log as one line. */
  line(): string {
    return JSON.stringify({ prefix: {}, ...this.#document })
  }

  #add(section: string, key: string, attributes: Record<string, unknown>): void {
    this.#document[section] ??= {}
    this.#document[section][`cf:${key}`] = attributes
  }
}

function keyOf({ id, type, version = 0 }: TestVertex): string {
  return identifierText(vertexIdentifier({ ...SCOPE, type, id: BigInt(id), version }))
}

/** `sh -c 'cat a.txt | sort > c.txt'` as the recorder tells it, shortened. */
export function aPipelineLog(): TestLog {
  const log = new TestLog()
  const named = (name: string) => ({ attributes: { 'cf:name': name } })
  const cat = log.vertex({ id: 1, type: 'task', attributes: { 'cf:pid': 41 } })
  const catLater = log.vertex({ id: 1, type: 'task', version: 1, attributes: { 'cf:pid': 41 } })
  const catMemory = log.vertex({ id: 2, type: 'process_memory', ...named('/usr/bin/cat') })
  const sort = log.vertex({ id: 3, type: 'task', attributes: { 'cf:pid': 42 } })
  const sortMemory = log.vertex({ id: 4, type: 'process_memory', ...named('/usr/bin/sort') })
  const input = log.vertex({ id: 5, type: 'file', ...named('/tmp/a.txt') })
  const result = log.vertex({ id: 6, type: 'file', ...named('/tmp/"c" <&>.txt') })
  const pipe = log.vertex({ id: 7, type: 'pipe' })
  const library = log.vertex({ id: 8, type: 'file', ...named('/lib/libc.so.6') })
  const argument = log.vertex({ id: 9, type: 'argv', attributes: { 'cf:value': 'cat' } })
  const argument2 = log.vertex({ id: 10, type: 'argv', attributes: { 'cf:value': 'a.txt' } })
  return log
    .flow(argument, 'arg', catMemory)
    .flow(argument2, 'arg', catMemory)
    .flow(library, 'mmap_private', cat)
    .flow(cat, 'memory_write', catMemory)
    .flow(input, 'open', cat)
    .flow(input, 'read', cat)
    .flow(cat, 'version_activity', catLater)
    .flow(catMemory, 'memory_read', catLater)
    .flow(catLater, 'write', pipe)
    .flow(pipe, 'read', sort)
    .flow(sort, 'memory_write', sortMemory)
    .flow(sort, 'write', result)
}

/** The lines of a log, converted as `camflow convert` does. @throws TypeError for a line that is no record. */
export async function converted(
  create: (options: LogWriterOptions) => LogWriter,
  lines: readonly string[],
  options: Partial<LogWriterOptions> = {},
): Promise<string> {
  let text = ''
  const notes = options.notes ?? new ConversionNotes()
  const writer = create({
    ...{ profile: 'standard', influence: 'WasInfluencedBy', ...options, notes },
    write: async (more) => {
      text += more
    },
  })
  const reader = new StandardReader('log', notes)
  for (const line of lines) {
    const document = parseLine(line)
    if (document === undefined) throw new TypeError(line)
    await writer.document(reader.document(document))
  }
  await writer.end()
  return text
}
