/**
 * Reads a log line by line into a graph in memory: for pictures and small questions. Large logs
 * belong into a store; the checker (check.ts) needs no graph.
 */
import { CamflowError } from '../errors.ts'
import type { ProvClass } from '../record/definition.ts'
import { families } from '../record/registry.ts'
import type { GraphLoss, GraphRelation, GraphVertex, ProvenanceGraph } from './graph.ts'
import { literalText } from './literal.ts'
import { type LogDocument, type Member, parseLine } from './log-document.ts'
import { readLines } from './log-lines.ts'

type Attributes = Member

const VERTEX_SECTIONS = [
  ['activity', 'activity'],
  ['agent', 'agent'],
  ['entity', 'entity'],
  ['message', 'entity'],
] as const satisfies readonly (readonly [string, ProvClass])[]

/** Bytes 8 to 23 of an identifier: id, boot and machine, the same for all versions of an object. */
const OBJECT_BYTES = { start: 8, end: 24 } as const

/**
 * Reads the log at `path`; `-` is standard input.
 *
 * @throws CF_LOG_INVALID for a line that is no record of a log, with its number.
 */
export async function loadGraph(path: string): Promise<ProvenanceGraph> {
  return readGraph(readLines(path), path)
}

/** Reads documents, one per line; `name` stands in messages. */
export async function readGraph(
  lines: AsyncIterable<string> | Iterable<string>,
  name = 'log',
): Promise<ProvenanceGraph> {
  const reader = new GraphReader()
  let lineNumber = 0
  for await (const line of lines) {
    lineNumber++
    if (line.trim() === '') continue
    const document = parseLine(line)
    if (document === undefined) throw new CamflowError('CF_LOG_INVALID', `${name}:${lineNumber}`)
    try {
      reader.document(document)
    } catch (cause) {
      throw new CamflowError('CF_LOG_INVALID', `${name}:${lineNumber}`, { cause })
    }
  }
  return reader.graph()
}

class GraphReader {
  readonly #vertices = new Map<string, GraphVertex>()
  readonly #relations = new Map<string, GraphRelation>()
  readonly #losses: GraphLoss[] = []

  document(document: LogDocument): void {
    for (const [section, provClass] of VERTEX_SECTIONS) {
      for (const [key, attributes] of Object.entries(document[section] ?? {})) {
        this.#vertex(withoutPrefix(key), provClass, attributes)
      }
    }
    for (const { section, senderKey, receiverKey } of families) {
      for (const [key, attributes] of Object.entries(document[section] ?? {})) {
        this.#relation(withoutPrefix(key), section, attributes, [senderKey, receiverKey])
      }
    }
  }

  graph(): ProvenanceGraph {
    const relations = [...this.#relations.values()].sort((a, b) => Number(a.id - b.id))
    return { vertices: this.#vertices, relations, losses: this.#losses }
  }

  #vertex(key: string, provClass: ProvClass, attributes: Attributes): void {
    const type = textOf(attributes['prov:type'])
    if (type === 'loss') {
      this.#losses.push({
        first: BigInt(textOf(attributes['cf:first'])),
        last: BigInt(textOf(attributes['cf:last'])),
        cause: textOf(attributes['cf:cause']),
      })
      return
    }
    const known = this.#vertices.get(key)
    this.#vertices.set(key, {
      key,
      objectKey: objectKeyOf(key, type),
      type,
      provClass,
      version: Number(attributes['cf:version'] ?? 0),
      // A vertex is told again in each epoch; a name that came later is kept.
      attributes: { ...known?.attributes, ...attributes },
    })
  }

  #relation(
    key: string,
    section: string,
    attributes: Attributes,
    [senderKey, receiverKey]: readonly [string, string],
  ): void {
    this.#relations.set(key, {
      key,
      id: BigInt(textOf(attributes['cf:id'])),
      type: textOf(attributes['prov:type']),
      section,
      from: withoutPrefix(textOf(attributes[senderKey])),
      to: withoutPrefix(textOf(attributes[receiverKey])),
      isAllowed: attributes['cf:allowed'] !== 'false',
      taskId: textOf(attributes['cf:task_id']),
    })
  }
}

/** A value of PROV-JSON is a literal or an object with its text under `$` (PROV-JSON §2.2). */
export function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && '$' in value) return literalText(value.$)
  return value === undefined ? '' : literalText(value)
}

function withoutPrefix(key: string): string {
  return key.startsWith('cf:') ? key.slice(3) : key
}

function objectKeyOf(key: string, type: string): string {
  // A packet's identifier is its header and has no version.
  if (type === 'packet') return key
  const text = Buffer.from(key, 'base64').toString('hex', OBJECT_BYTES.start, OBJECT_BYTES.end)
  // These two have a hash for an id, which may equal the count that all others have.
  return type === 'path' || type === 'machine' ? `${type} ${text}` : text
}
