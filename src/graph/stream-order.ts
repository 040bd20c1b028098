/**
 * The records of a document in the order in which they were recorded, as far as it can be known: a document
 * groups them by PROV section, within which they keep their order.
 */
import { families } from '../record/registry.ts'
import { literalNumber, literalText } from './literal.ts'
import { isObject, type LogDocument, type Member, VERTEX_SECTIONS } from './log-document.ts'

/** A vertex, or a relation with its family. */
export interface LogRecord {
  readonly section: (typeof VERTEX_SECTIONS)[number] | Family['section']
  readonly key: string
  readonly member: Member
  /** `undefined` of a vertex. */
  readonly family: Family | undefined
}

type Family = (typeof families)[number]

/** Relations in order of their ids, each behind the vertices at its ends; those that none needs come last. */
export function* inStreamOrder(document: LogDocument): Generator<LogRecord> {
  const vertices = new WaitingVertices(document)
  for (const relation of relationsOf(document)) {
    const { family, member } = relation
    yield* vertices.upTo(literalText(member[family.senderKey]))
    yield* vertices.upTo(literalText(member[family.receiverKey]))
    yield relation
  }
  yield* vertices.rest()
}

/** What is no object says nothing. */
function membersOf(document: LogDocument, section: string): readonly [string, Member][] {
  return Object.entries(document[section] ?? {}).filter(([, member]) => isObject(member))
}

/** A document groups its relations by family; their ids tell the order. */
function relationsOf(document: LogDocument) {
  const found = families.flatMap((family) =>
    membersOf(document, family.section).map(([key, member]) => ({
      ...{ section: family.section, family, key, member },
      id: literalNumber(member['cf:id']),
    })),
  )
  return found.sort((a, b) => a.id - b.id)
}

/** The vertices of each section, which leave it in its order. */
class WaitingVertices {
  readonly #queues: readonly (readonly LogRecord[])[]
  /** By queue, how many have left. */
  readonly #gone: number[]
  readonly #places = new Map<string, { readonly queue: number; readonly index: number }>()

  constructor(document: LogDocument) {
    this.#queues = VERTEX_SECTIONS.map((section) =>
      membersOf(document, section).map(([key, member]) => ({
        ...{ section, key, member, family: undefined },
      })),
    )
    this.#gone = this.#queues.map(() => 0)
    this.#queues.forEach((list, queue) => {
      list.forEach(({ key }, index) => void this.#places.set(key, { queue, index }))
    })
  }

  /** What has not left yet, up to this vertex. */
  *upTo(key: string): Generator<LogRecord> {
    const place = this.#places.get(key)
    if (place !== undefined) yield* this.#take(place.queue, place.index + 1)
  }

  *rest(): Generator<LogRecord> {
    for (const [queue, list] of this.#queues.entries()) yield* this.#take(queue, list.length)
  }

  *#take(queue: number, end: number): Generator<LogRecord> {
    const begin = this.#gone[queue] as number
    if (begin >= end) return
    this.#gone[queue] = end
    yield* (this.#queues[queue] as readonly LogRecord[]).slice(begin, end)
  }
}
