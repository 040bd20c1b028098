/**
 * The records that a program sees: plain immutable objects, one union over all types. The fields of a
 * vertex record are made from its definition under `vertices/`: `npm run gen`. Units, number bases and sources
 * of all fields in one table: docs/reference/records.gen.md.
 */
import type { FamilyName, RelationTypeName, VertexType, VertexTypeName } from './registry.ts'
import type { VertexFields } from './vertex-fields.gen.ts'

/** What every vertex record carries. */
export interface VertexHeader {
  readonly kind: 'vertex'
  /** Node id: one counter for all objects of a boot; a hash for `path` and `machine`. */
  readonly id: bigint
  readonly bootId: number
  readonly machineId: number
  /** State number of the object; 0 for a fresh one. */
  readonly version: number
  readonly epoch: number
  /** Kernel ticks when the record was made. */
  readonly jiffies: bigint
  /** `CLOCK_MONOTONIC` when the record was made, in nanoseconds. */
  readonly timeNs: bigint
  /** 64 labels. */
  readonly taint: bigint
  /** Id of the `path` vertex last attached; 0 when there is none. */
  readonly nameId: bigint
}

type RecordOf<T extends VertexType> = T extends VertexType
  ? VertexHeader & { readonly type: T['name'] } & VertexFields[T['name']]
  : never

/** A version of an object, discriminated by `type`. */
export type VertexRecord = RecordOf<VertexType>

/** The vertex record of one type: `VertexRecordOf<'task'>`. */
export type VertexRecordOf<Name extends VertexTypeName> = Extract<VertexRecord, { type: Name }>

/** One end of a relation. */
export interface RelationEnd {
  readonly type: VertexTypeName
  readonly id: bigint
  readonly version: number
  /** Bytes 8-31 of the identifier, for a packet only: it has no id or version of its own. */
  readonly packet?: Uint8Array
}

/** An information flow from `sender` to `receiver`. */
export interface RelationRecord {
  readonly kind: 'relation'
  readonly type: RelationTypeName
  readonly family: FamilyName
  /** Dense over a capture: 1, 2, 3, … */
  readonly id: bigint
  readonly bootId: number
  readonly machineId: number
  readonly epoch: number
  /** Kernel ticks when the record was made. */
  readonly jiffies: bigint
  /** `CLOCK_MONOTONIC` when the record was made, in nanoseconds. */
  readonly timeNs: bigint
  /** False when a query refused the operation. */
  readonly allowed: boolean
  /** Specific to the hook. */
  readonly flags: bigint
  /** File position before the operation; `undefined` where no file is involved. */
  readonly offset: bigint | undefined
  /** Node id of the task that was executing, 0 when unknown. */
  readonly taskId: bigint
  readonly sender: RelationEnd
  readonly receiver: RelationEnd
}

/** Relations that were made and never arrived: ids `first` to `last`, ends included. */
export interface LossRecord {
  readonly kind: 'loss'
  readonly first: bigint
  readonly last: bigint
  readonly count: bigint
  /** Why, as far as known: a word such as `ring_full` or `unknown`. */
  readonly cause: string
  readonly bootId: number
  readonly machineId: number
  readonly epoch: number
  /** `CLOCK_MONOTONIC` when the loss was noticed, in nanoseconds. */
  readonly timeNs: bigint
}

/** Everything that a capture yields. */
export type ProvenanceRecord = VertexRecord | RelationRecord | LossRecord
