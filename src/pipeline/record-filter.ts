/** What one output leaves out of the records that all outputs get. */
import type { RelationCursor } from '../record/cursor.ts'
import {
  type RelationTypeName,
  relationByCode,
  type VertexTypeName,
  vertexByName,
} from '../record/registry.ts'

/** The types that are left out, by name. */
export interface RecordFilterOptions {
  readonly hiddenVertices?: readonly VertexTypeName[]
  readonly hiddenRelations?: readonly RelationTypeName[]
}

/** Tells what passes. A relation passes with its type and both of its ends. */
export class RecordFilter {
  readonly #vertices = new Uint8Array(256)
  readonly #relations = new Uint8Array(relationByCode.length)

  constructor({ hiddenVertices = [], hiddenRelations = [] }: RecordFilterOptions) {
    for (const name of hiddenVertices) this.#vertices[vertexByName(name).bit] = 1
    relationByCode.forEach((type, code) => {
      if (type !== undefined && hiddenRelations.includes(type.name)) this.#relations[code] = 1
    })
  }

  /** @param bit of the vertex type. */
  hidesVertex(bit: number): boolean {
    return this.#vertices[bit] === 1
  }

  hidesRelation({ code, senderBit, receiverBit }: RelationCursor): boolean {
    return (
      this.#relations[code] === 1 ||
      this.#vertices[senderBit] === 1 ||
      this.#vertices[receiverBit] === 1
    )
  }
}

/** A filter, or none where nothing is left out. */
export function recordFilter(options: RecordFilterOptions): RecordFilter | undefined {
  const count = (options.hiddenVertices?.length ?? 0) + (options.hiddenRelations?.length ?? 0)
  return count === 0 ? undefined : new RecordFilter(options)
}
