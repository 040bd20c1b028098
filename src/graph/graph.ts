/** A provenance graph in memory, as a log tells it. Arrows follow the flow of information. */
import type { ProvClass } from '../record/definition.ts'

/** One version of one object. */
export interface GraphVertex {
  /** Public identifier, without `cf:`. */
  readonly key: string
  /** What all versions of one object have in common. */
  readonly objectKey: string
  readonly type: string
  readonly provClass: ProvClass
  readonly version: number
  /** All attributes as the log has them. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** One flow of information. */
export interface GraphRelation {
  readonly key: string
  /** Relation id. */
  readonly id: bigint
  readonly type: string
  /** PROV-JSON section: `used`, `wasGeneratedBy`, … */
  readonly section: string
  /** Identifier of the vertex that the information comes from. */
  readonly from: string
  readonly to: string
  readonly isAllowed: boolean
  /** Id of the task in whose context it was recorded; empty: not told. */
  readonly taskId: string
}

/** Relations that were made and are not in the log. */
export interface GraphLoss {
  readonly first: bigint
  readonly last: bigint
  readonly cause: string
}

/** Everything that a log holds. */
export interface ProvenanceGraph {
  readonly vertices: ReadonlyMap<string, GraphVertex>
  /** In order of their ids; one per id, however often the log has it. */
  readonly relations: readonly GraphRelation[]
  readonly losses: readonly GraphLoss[]
}
