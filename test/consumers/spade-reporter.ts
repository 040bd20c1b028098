/**
 * How SPADE's CamFlow reporter reads a log in its form, said anew. It counts how often a vertex came and
 * forgets it when as many relations have used it; a relation whose ends it does not know gets bare ends,
 * and one of a type that it does not know is dropped.
 */

const VERTEX_TYPES = new Set(['Entity', 'Activity', 'Agent'].map((name) => name.toLowerCase()))
const RELATION_TYPES = new Set(
  [
    ...['Used', 'WasGeneratedBy', 'WasInformedBy', 'WasDerivedFrom', 'WasAssociatedWith'],
    ...['WasAttributedTo', 'ActedOnBehalfOf'],
  ].map((name) => name.toLowerCase()),
)

/** What the reporter has in the end. */
export interface Reported {
  /** Distinct vertices. */
  readonly vertices: number
  readonly relations: number
  /** Ends of which only the identifier is known. */
  readonly bareEnds: number
  /** Relations of a type that it does not know. */
  readonly dropped: number
  readonly warnings: readonly string[]
}

/** Reads the text of a log in SPADE's form. */
export function readAsSpade(text: string): Reported {
  const reader = new Reporter()
  // What stands between two objects is skipped up to the next brace.
  for (const line of text.split(/[\n\0]+/)) {
    const start = line.indexOf('{')
    if (start >= 0) reader.object(JSON.parse(line.slice(start)))
  }
  return reader.result()
}

class Reporter {
  readonly #references = new Map<string, number>()
  readonly #seen = new Set<string>()
  readonly #warnings: string[] = []
  #relations = 0
  #bareEnds = 0
  #dropped = 0

  object(value: Readonly<Record<string, unknown>>): void {
    const type = String(value.type).toLowerCase()
    if (typeof value.annotations !== 'object' || value.annotations === null) {
      this.#warnings.push(`no annotations: ${JSON.stringify(value)}`)
    } else if (VERTEX_TYPES.has(type)) this.#vertex(value.id)
    else if (RELATION_TYPES.has(type)) this.#relation([value.from, value.to])
    else this.#dropped++
  }

  #vertex(id: unknown): void {
    if (typeof id !== 'string' || id === '') {
      this.#warnings.push(`a vertex without an id: ${JSON.stringify(id)}`)
      return
    }
    this.#seen.add(id)
    this.#references.set(id, (this.#references.get(id) ?? 0) + 1)
  }

  #relation(ends: readonly unknown[]): void {
    this.#relations++
    for (const end of ends) {
      const id = String(end)
      const left = this.#references.get(id)
      if (left === undefined) this.#bareEnds++
      else if (left > 1) this.#references.set(id, left - 1)
      else this.#references.delete(id)
    }
  }

  result(): Reported {
    return {
      vertices: this.#seen.size,
      relations: this.#relations,
      bareEnds: this.#bareEnds,
      dropped: this.#dropped,
      warnings: this.#warnings,
    }
  }
}
