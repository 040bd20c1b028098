/** The relations of one capture in a log: which ids are there, which are told to be lost. */
import { IdRanges } from '../record/id-ranges.ts'

/** Which ids a capture must have. */
export interface IdBounds {
  /** @default the smallest that is there */
  readonly firstRelation?: number
  /** @default the largest that is there */
  readonly lastRelation?: number
}

/** Told what is wrong with the ids. */
export type IdReport = (kind: 'relation-hole' | 'lost-but-present', detail: string) => void

/** Relation ids are dense within one capture; each capture begins anew with 1. */
export class RelationIds {
  /** Relation id to a fingerprint of what it says. */
  readonly #prints = new Map<number, number>()
  readonly lost = new IdRanges()
  #first: number | undefined
  #last: number | undefined

  /** Remembers a relation. @returns whether it is new, came before, or came before and said another thing. */
  add(id: number, text: string): 'new' | 'same' | 'different' {
    const print = fingerprint(text)
    const known = this.#prints.get(id)
    if (known !== undefined) return known === print ? 'same' : 'different'
    this.#prints.set(id, print)
    this.#first = Math.min(id, this.#first ?? id)
    this.#last = Math.max(id, this.#last ?? id)
    return 'new'
  }

  /** Distinct relations that are there. */
  get count(): number {
    return this.#prints.size
  }

  /** Smallest id that is there. */
  get first(): number | undefined {
    return this.#first
  }

  /** Largest id that is there. */
  get last(): number | undefined {
    return this.#last
  }

  /** Tells every hole that no loss explains, and every lost relation that is there. */
  check({ firstRelation, lastRelation }: IdBounds, report: IdReport): void {
    const ids = Float64Array.from(this.#prints.keys()).sort()
    let next = firstRelation ?? ids[0] ?? 1
    const holeUpTo = (end: number) => {
      for (const [first, last] of this.lost.missing(next, end - 1)) {
        report('relation-hole', `${first} to ${last}`)
      }
    }
    for (const id of ids) {
      if (id > next) holeUpTo(id)
      if (this.lost.has(id)) report('lost-but-present', String(id))
      next = Math.max(next, id + 1)
    }
    if (lastRelation !== undefined && lastRelation >= next) holeUpTo(lastRelation + 1)
  }
}

function fingerprint(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
