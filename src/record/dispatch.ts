/**
 * Records to callbacks: one for each vertex type and each relation family, with the record's own type.
 * The table of callbacks follows the registry, so that a new type has its callback at once.
 *
 * @source library specification §3
 */
import { CamflowError, type ErrorCode } from '../errors.ts'
import type { LossRecord, ProvenanceRecord, RelationRecord, VertexRecordOf } from './record.ts'
import { type FamilyName, relationByName, type VertexTypeName, vertexByName } from './registry.ts'

/** A record that cannot be given to anybody, or a message that no record can be made of. */
export interface RecordProblem {
  readonly code: ErrorCode
  readonly detail: string
}

/** A callback for each vertex type, by its name. */
export type VertexHandlers = {
  readonly [Name in VertexTypeName]?: (vertex: VertexRecordOf<Name>) => void
}

/** A relation record of one family: its `type` is one of the family's. */
export type RelationRecordOf<Name extends FamilyName> = RelationRecord & { readonly family: Name }

/** A callback for each relation family, by its name. */
export type RelationHandlers = {
  readonly [Name in FamilyName]?: (relation: RelationRecordOf<Name>) => void
}

/** Callbacks; each may be absent, and a record that nobody asked for is no error. */
export interface RecordHandlers extends VertexHandlers, RelationHandlers {
  /** First, with every record. */
  received?(record: ProvenanceRecord): void
  /** After `received`: `true` keeps the record from the callbacks below. */
  filter?(record: ProvenanceRecord): boolean
  /** Relations that were made and never came. */
  loss?(loss: LossRecord): void
  /** A record of a type that this version does not know. Fits `onProblem` of `recordsOf` as well. */
  error?(problem: RecordProblem): void
}

/**
 * Gives a record to its callbacks: `received`, `filter`, then the one of its vertex type, its relation
 * family, or `loss`. What a callback throws comes through.
 *
 * @throws CF_RECORD_UNKNOWN_TYPE for a type that the registry does not have, unless `error` is given.
 * @example
 * for await (const record of capture({ processes: [pid] })) {
 *   dispatch(record, {
 *     task: ({ pid, utime }) => console.log(`task ${pid}: ${utime} µs`),
 *     used: ({ type, sender }) => console.log(`${type} from ${sender.type}`),
 *   })
 * }
 */
export function dispatch(record: ProvenanceRecord, handlers: RecordHandlers): void {
  handlers.received?.(record)
  if (handlers.filter?.(record) === true) return
  if (record.kind === 'loss') {
    handlers.loss?.(record)
    return
  }
  if (!isKnown(record)) {
    const problem = {
      code: 'CF_RECORD_UNKNOWN_TYPE',
      detail: `${record.kind} ${record.type}`,
    } as const
    if (handlers.error === undefined) throw new CamflowError(problem.code, problem.detail)
    handlers.error(problem)
    return
  }
  const name = record.kind === 'vertex' ? record.type : record.family
  // The name picks the callback whose parameter this record is; the union of all cannot say that.
  const handler = handlers[name] as ((record: ProvenanceRecord) => void) | undefined
  handler?.call(handlers, record)
}

function isKnown(record: Exclude<ProvenanceRecord, LossRecord>): boolean {
  const { kind, type }: { kind: string; type: string } = record
  if (kind === 'vertex') return vertexByName(type) !== undefined
  return (
    kind === 'relation' && relationByName(type)?.family.name === (record as RelationRecord).family
  )
}
