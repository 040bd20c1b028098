/** Counts records by their type, at the price of one addition each. */
import {
  type RelationTypeName,
  relationByCode,
  type VertexTypeName,
  vertexByBit,
} from '../record/registry.ts'

/** Records by type. Types that did not come are not there. */
export interface TypeCounts {
  readonly vertices: ReadonlyMap<VertexTypeName, number>
  readonly relations: ReadonlyMap<RelationTypeName, number>
}

/** One count. */
export class TypeTally {
  readonly #byVertexBit = new Float64Array(vertexByBit.length)
  readonly #byRelationCode = new Float64Array(relationByCode.length)

  /** @param bit of the vertex type. */
  vertex(bit: number): void {
    ;(this.#byVertexBit[bit] as number)++
  }

  /** @param code of the relation type. */
  relation(code: number): void {
    ;(this.#byRelationCode[code] as number)++
  }

  /** Vertices of all types. */
  get vertices(): number {
    return this.#byVertexBit.reduce((sum, count) => sum + count, 0)
  }

  /** Relations of all types. */
  get relations(): number {
    return this.#byRelationCode.reduce((sum, count) => sum + count, 0)
  }

  counts(): TypeCounts {
    const vertices = new Map<VertexTypeName, number>()
    const relations = new Map<RelationTypeName, number>()
    this.#byVertexBit.forEach((count, bit) => {
      const name = vertexByBit[bit]?.name
      if (count > 0 && name !== undefined) vertices.set(name, count)
    })
    // A name may stand in several families.
    this.#byRelationCode.forEach((count, code) => {
      const name = relationByCode[code]?.name
      if (count > 0 && name !== undefined) relations.set(name, (relations.get(name) ?? 0) + count)
    })
    return { vertices, relations }
  }
}
