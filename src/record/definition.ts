/** The shape of the definitions under `vertices/` and `relations/`. */
import type { Field } from './field.ts'

/** The three PROV-DM classes of a vertex (PROV-DM §2.1). */
export type ProvClass = 'activity' | 'entity' | 'agent'

/** One vertex type. */
export interface VertexDefinition {
  /** Name as `prov:type` shows it and as filters take it. */
  readonly name: string
  readonly provClass: ProvClass
  /** Subtype bit number in the type word; also the `type` byte of the wire message. */
  readonly bit: number
  /** Upstream's "long record" bit (58) of the type word. */
  readonly isLong: boolean
  /** The C structure of the message, header included. */
  readonly struct: string
  /** Fields after the common header, in wire order. */
  readonly fields: readonly Field[]
  /** What an instance stands for. */
  readonly meaning: string
}

/** One relation type. `from` is where information comes from. */
export interface RelationDefinition {
  readonly name: string
  /** Subtype bit number within its family. */
  readonly bit: number
  readonly from: string
  readonly to: string
  /** The kernel event that makes it. */
  readonly source: string
  /** Not in CamFlow 0.9: its bit was free there. */
  readonly isOurs?: boolean
}

/** One PROV relation family and its types. */
export interface FamilyDefinition {
  /** Our name of the family; filter names carry it. */
  readonly name: string
  /** Family number on the wire. */
  readonly number: number
  /** PROV-JSON section (PROV-JSON §3.2). */
  readonly section: string
  /** Upper 32 bits of the type word. */
  readonly typeHigh: number
  /** PROV-JSON name of the end where information comes from, and of the one where it goes. */
  readonly senderKey: string
  readonly receiverKey: string
  /** Name of the edge in SPADE's JSON. */
  readonly spadeType: string
  readonly types: readonly RelationDefinition[]
}
