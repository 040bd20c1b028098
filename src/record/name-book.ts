/** The names of objects, from the `path` records of a stream. */
import type { ProvenanceRecord } from './record.ts'

const DEFAULT_LIMIT = 32_768

/**
 * Remembers the texts of paths, so that the `nameId` of a vertex can be read. A path comes before the
 * first vertex that it names, once in each epoch.
 *
 * @example
 * const names = new NameBook()
 * for await (const record of records) {
 *   names.add(record)
 *   if (record.kind === 'vertex') console.log(record.type, names.text(record.nameId))
 * }
 */
export class NameBook {
  readonly #limit: number
  readonly #texts = new Map<bigint, string>()

  /** @param limit paths that are kept; of more, those told longest ago are forgotten. */
  constructor(limit: number = DEFAULT_LIMIT) {
    this.#limit = limit
  }

  /** Learns from a `path` record; lets every other pass. */
  add(record: ProvenanceRecord): void {
    if (record.kind !== 'vertex' || record.type !== 'path') return
    this.#texts.delete(record.id)
    this.#texts.set(record.id, record.pathname)
    if (this.#texts.size <= this.#limit) return
    const [oldest] = this.#texts.keys()
    if (oldest !== undefined) this.#texts.delete(oldest)
  }

  /**
   * @param nameId of a vertex record, or the id of a `path` record.
   * @returns `undefined` when no such path came, and for 0: no name.
   */
  text(nameId: bigint): string | undefined {
    return this.#texts.get(nameId)
  }
}
