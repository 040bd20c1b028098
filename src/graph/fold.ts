/**
 * Folds the versions of an object into one node: a log has one vertex for each state of a file or
 * process, a picture one node for the file or process.
 */
import type { ProvClass } from '../record/definition.ts'
import type { GraphRelation, GraphVertex, ProvenanceGraph } from './graph.ts'
import { textOf } from './load.ts'

/** One node of a picture. */
export interface PictureNode {
  readonly key: string
  readonly type: string
  readonly provClass: ProvClass
  /** Name of the object as far as known: a path, an address, a value. */
  readonly name: string | undefined
  /** What stands under the name. */
  readonly details: readonly string[]
  /** Vertices that the node stands for, oldest version first. */
  readonly vertices: readonly GraphVertex[]
}

/** One arrow of a picture, from where information comes. */
export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly section: string
  readonly type: string
  readonly isAllowed: boolean
  /** Relations that the arrow stands for. */
  readonly relations: readonly GraphRelation[]
}

/** A graph made ready to draw. */
export interface Picture {
  readonly nodes: ReadonlyMap<string, PictureNode>
  readonly edges: readonly PictureEdge[]
}

/** Relation types that lead from one version of an object to the next. */
const WITHIN_OBJECT: ReadonlySet<string> = new Set(['version_activity', 'version_entity'])

/** One node for each object. Arrows of one type between two objects become one. */
export function foldVersions(graph: ProvenanceGraph): Picture {
  return makePicture(graph, (vertex) => vertex.objectKey)
}

/** One node for each version, as the log has it. */
export function keepVersions(graph: ProvenanceGraph): Picture {
  return makePicture(graph, (vertex) => vertex.key)
}

function makePicture(graph: ProvenanceGraph, keyOf: (vertex: GraphVertex) => string): Picture {
  const names = namesOfObjects(graph)
  const groups = new Map<string, GraphVertex[]>()
  for (const vertex of graph.vertices.values()) {
    const key = keyOf(vertex)
    const group = groups.get(key)
    if (group) group.push(vertex)
    else groups.set(key, [vertex])
  }
  const nodes = new Map<string, PictureNode>()
  for (const [key, vertices] of groups) {
    vertices.sort((a, b) => a.version - b.version)
    const last = vertices.at(-1) as GraphVertex
    const name = names.get(last.objectKey)
    const { type, provClass } = last
    nodes.set(key, { key, type, provClass, name, details: [], vertices })
  }
  return { nodes, edges: edgesBetween(graph, keyOf) }
}

function edgesBetween(
  graph: ProvenanceGraph,
  keyOf: (vertex: GraphVertex) => string,
): readonly PictureEdge[] {
  const edges = new Map<string, PictureEdge & { relations: GraphRelation[] }>()
  for (const relation of graph.relations) {
    const sender = graph.vertices.get(relation.from)
    const receiver = graph.vertices.get(relation.to)
    // A relation whose end is not in the log cannot be drawn; `validate` reports it.
    if (sender === undefined || receiver === undefined) continue
    const [from, to] = [keyOf(sender), keyOf(receiver)]
    if (from === to && WITHIN_OBJECT.has(relation.type)) continue
    const { section, type, isAllowed } = relation
    const key = `${from} ${to} ${type} ${isAllowed}`
    const edge = edges.get(key)
    if (edge) edge.relations.push(relation)
    else edges.set(key, { from, to, section, type, isAllowed, relations: [relation] })
  }
  return [...edges.values()]
}

/** The last name of each object: its own attribute, or the path that a `named` relation ties to it. */
function namesOfObjects(graph: ProvenanceGraph): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { type, from, to } of graph.relations) {
    if (type !== 'named' && type !== 'addressed') continue
    const sender = graph.vertices.get(from)
    const receiver = graph.vertices.get(to)
    const name = sender && ownName(sender)
    if (name && receiver) names.set(receiver.objectKey, name)
  }
  const versions = new Map<string, number>()
  for (const vertex of graph.vertices.values()) {
    const name = ownName(vertex)
    if (name === undefined || vertex.version < (versions.get(vertex.objectKey) ?? 0)) continue
    names.set(vertex.objectKey, name)
    versions.set(vertex.objectKey, vertex.version)
  }
  return names
}

/** Attributes that can stand for the object, the most telling first. */
const NAME_ATTRIBUTES = ['cf:name', 'cf:pathname', 'cf:value', 'cf:log', 'cf:u_nodename'] as const

function ownName(vertex: GraphVertex): string | undefined {
  const { attributes } = vertex
  if (vertex.type === 'address') return addressName(attributes)
  for (const key of NAME_ATTRIBUTES) {
    if (attributes[key] !== undefined) return textOf(attributes[key])
  }
  return undefined
}

function addressName(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const address = attributes['cf:address']
  if (address === undefined) return textOf(attributes['cf:family']) || undefined
  // Profile `compat` writes an object.
  const { host, service, path } = Object(address) as Readonly<Record<string, string>>
  if (host !== undefined) return host.includes(':') ? `[${host}]:${service}` : `${host}:${service}`
  return path ?? textOf(address)
}
