/**
 * How the parsers of Unicorn and MAGIC read a W3C log, said anew: which vertices and relations they keep,
 * and what each must have for that. A decade of detectors was trained on these attributes.
 */

type Member = Readonly<Record<string, unknown>>
type Document = Readonly<Record<string, Readonly<Record<string, Member>>>>

const RELATIONS: Readonly<Record<string, readonly [source: string, destination: string]>> = {
  used: ['prov:entity', 'prov:activity'],
  wasGeneratedBy: ['prov:activity', 'prov:entity'],
  wasInformedBy: ['prov:informant', 'prov:informed'],
  wasDerivedFrom: ['prov:usedEntity', 'prov:generatedEntity'],
  wasAssociatedWith: ['prov:agent', 'prov:activity'],
}

/** Vertex types that MAGIC keeps. */
export const MAGIC_TYPES = new Set([
  ...['file', 'process_memory', 'task', 'mmaped_file', 'path', 'socket', 'address', 'link'],
])

const DATE = /^\d{4}:\d{2}:\d{2}T\d{2}:\d{2}:\d{2}$/
const DECIMAL = /^\d+$/

/** What a parser made of a log. */
export interface Detected {
  /** Vertices and edges that Unicorn's parser keeps. */
  readonly vertices: number
  readonly edges: number
  /** Edges that MAGIC's keeps: both ends of a type that it knows. */
  readonly magicEdges: number
  /** Relations with an agent at an end: both drop them. */
  readonly dropped: number
  readonly problems: readonly string[]
}

/** Reads a log as the detectors do. */
export function readAsDetector(lines: Iterable<string>): Detected {
  const parser = new DetectorParser()
  for (const line of lines) parser.document(JSON.parse(line) as Document)
  return parser.finish()
}

type Relation = readonly [key: string, member: Member, ends: readonly string[]]

class DetectorParser {
  readonly #problems: string[] = []
  readonly #types = new Map<string, string>()
  readonly #agents = new Set<string>()
  readonly #relations: Relation[] = []

  document(document: Document): void {
    for (const key of Object.keys(document.agent ?? {})) this.#agents.add(key)
    for (const section of ['activity', 'entity']) {
      for (const [key, member] of Object.entries(document[section] ?? {})) {
        this.#types.set(key, String(member['prov:type']))
        this.#problems.push(...vertexProblems(key, member))
      }
    }
    for (const [section, names] of Object.entries(RELATIONS)) {
      for (const [key, member] of Object.entries(document[section] ?? {})) {
        this.#relations.push([key, member, names.map((name) => String(member[name]))])
      }
    }
  }

  finish(): Detected {
    const hasAgent = ([, , ends]: Relation) => ends.some((end) => this.#agents.has(end))
    const kept = this.#relations.filter((relation) => !hasAgent(relation))
    const absent = kept.flatMap(([key, , ends]) =>
      ends.filter((end) => !this.#types.has(end)).map((end) => `${key}: ${end} is not in the file`),
    )
    const wrong = kept.flatMap(([key, member]) => relationProblems(key, member))
    const isMagic = (end: string) => MAGIC_TYPES.has(this.#types.get(end) ?? '')
    return {
      vertices: this.#types.size,
      edges: distinct(kept),
      magicEdges: distinct(kept.filter(([, , ends]) => ends.every(isMagic))),
      dropped: distinct(this.#relations.filter(hasAgent)),
      problems: [...this.#problems, ...wrong, ...absent],
    }
  }
}

/** Edges are sorted by this logical clock: what has the same time would be one edge. */
function distinct(relations: readonly Relation[]): number {
  return new Set(relations.map(([, member]) => member['cf:id'])).size
}

/** A vertex is a hash over these four; each is a text or is absent. */
function vertexProblems(key: string, member: Member): readonly string[] {
  if (typeof member['prov:type'] !== 'string') return [`${key} has no type`]
  return ['cf:secctx', 'cf:mode', 'cf:name']
    .filter((name) => member[name] !== undefined && typeof member[name] !== 'string')
    .map((name) => `${key}: ${name} is no text`)
}

function relationProblems(key: string, member: Member): readonly string[] {
  const wanted: readonly (readonly [string, RegExp])[] = [
    ['prov:type', /./],
    ['cf:id', DECIMAL],
    ['cf:date', DATE],
    ['cf:jiffies', DECIMAL],
    ['cf:flags', /^[0-9a-f]+$/],
  ]
  return wanted
    .filter(([name, form]) => typeof member[name] !== 'string' || !form.test(member[name]))
    .map(([name]) => `${key}: ${name} is ${JSON.stringify(member[name])}`)
}
