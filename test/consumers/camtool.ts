/**
 * What camtool's checker wants of a W3C log, said anew: each line a document; the class in an identifier
 * agrees with its section; every end of every relation is in the file, with the class that its key asks
 * for; information does not flow in a circle. It does not look at `wasInfluencedBy`.
 */

type Member = Readonly<Record<string, unknown>>
type Document = Readonly<Record<string, Readonly<Record<string, Member>>>>

/** Byte 7 of an identifier, upper half. */
const CLASS = { relation: 0x80, activity: 0x40, entity: 0x20, agent: 0x10 } as const
type VertexClass = 'activity' | 'entity' | 'agent'

/** Keys of the ends, the sender first, with the class of each. */
const RELATIONS: Readonly<Record<string, readonly (readonly [string, VertexClass])[]>> = {
  used: [
    ['prov:entity', 'entity'],
    ['prov:activity', 'activity'],
  ],
  wasGeneratedBy: [
    ['prov:activity', 'activity'],
    ['prov:entity', 'entity'],
  ],
  wasInformedBy: [
    ['prov:informant', 'activity'],
    ['prov:informed', 'activity'],
  ],
  wasDerivedFrom: [
    ['prov:usedEntity', 'entity'],
    ['prov:generatedEntity', 'entity'],
  ],
  wasAssociatedWith: [
    ['prov:agent', 'agent'],
    ['prov:activity', 'activity'],
  ],
}

function classOf(identifier: string): number {
  return (Buffer.from(identifier.replace(/^cf:/, ''), 'base64')[7] ?? 0) & 0xf0
}

/** @returns what camtool would complain about; empty: nothing. */
export function camtoolProblems(lines: Iterable<string>): readonly string[] {
  const check = new CamtoolCheck()
  for (const line of lines) check.document(JSON.parse(line) as Document)
  return check.finish()
}

class CamtoolCheck {
  readonly #problems: string[] = []
  readonly #vertices = new Set<string>()
  readonly #edges: [key: string, from: string, to: string][] = []

  document(document: Document): void {
    for (const section of ['activity', 'entity', 'agent'] as const) {
      for (const key of Object.keys(document[section] ?? {})) {
        this.#vertices.add(key)
        this.#expect(key, CLASS[section], `${key} is no ${section}`)
      }
    }
    for (const [section, ends] of Object.entries(RELATIONS)) {
      for (const [key, member] of Object.entries(document[section] ?? {})) {
        this.#relation(key, member, ends)
      }
    }
  }

  #relation(key: string, member: Member, ends: (typeof RELATIONS)[string]): void {
    this.#expect(key, CLASS.relation, `${key} is no relation`)
    for (const [name, wanted] of ends) {
      this.#expect(String(member[name]), CLASS[wanted], `${name} of ${key} is no ${wanted}`)
    }
    const [from, to] = ends.map(([name]) => String(member[name])) as [string, string]
    this.#edges.push([key, from, to])
  }

  #expect(identifier: string, wanted: number, problem: string): void {
    if (classOf(identifier) !== wanted) this.#problems.push(problem)
  }

  finish(): readonly string[] {
    const absent = this.#edges.flatMap(([key, ...ends]) =>
      ends.filter((end) => !this.#vertices.has(end)).map((end) => `${key} names ${end}: not there`),
    )
    const circle = hasCircle(this.#edges) ? ['information flows in a circle'] : []
    return [...this.#problems, ...absent, ...circle]
  }
}

/** Takes away what nothing flows into until nothing is left, or a circle. */
function hasCircle(edges: readonly (readonly [string, string, string])[]): boolean {
  const inflows = new Map<string, number>()
  const receivers = new Map<string, string[]>()
  for (const [, from, to] of edges) {
    inflows.set(from, inflows.get(from) ?? 0)
    inflows.set(to, (inflows.get(to) ?? 0) + 1)
    const list = receivers.get(from)
    if (list === undefined) receivers.set(from, [to])
    else list.push(to)
  }
  const free = [...inflows].filter(([, count]) => count === 0).map(([key]) => key)
  let left = inflows.size
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    left--
    for (const to of receivers.get(key) ?? []) {
      const count = (inflows.get(to) ?? 0) - 1
      inflows.set(to, count)
      if (count === 0) free.push(to)
    }
  }
  return left > 0
}
