/**
 * What is captured, as data: switches and filters. The kernel programs read it on every operation.
 */
import {
  askedRelation,
  askedVertex,
  type RelationTypeName,
  relationByName,
  type VertexTypeName,
} from '../record/registry.ts'

/** A set of vertex or relation types: one bit per type, at its bit number. */
export type TypeMask = bigint

/** One complete capture policy. Everything that is not tracked and not `all` is ignored. */
export interface Policy {
  readonly isEnabled: boolean
  /** Every process and object is captured, opaque ones excepted. */
  readonly capturesAll: boolean
  /** A vertex gets a new version when it is written to after it was read: the graph stays acyclic. */
  readonly versions: boolean
  /** A vertex that nothing has read since its last version is not given another one. */
  readonly compressesNodes: boolean
  /** The same relation between the same versions is recorded once. */
  readonly compressesEdges: boolean
  /** A vertex is described again before each relation. */
  readonly duplicates: boolean
  /** Vertex types that are not recorded. */
  readonly nodeFilter: TypeMask
  /** Vertex types that tracking does not pass through. */
  readonly propagateNodeFilter: TypeMask
  /** Relation types that are not recorded, by family. */
  readonly derivedFilter: TypeMask
  readonly generatedFilter: TypeMask
  readonly usedFilter: TypeMask
  readonly informedFilter: TypeMask
  /** Relation types that tracking does not pass through, by family. */
  readonly propagateDerivedFilter: TypeMask
  readonly propagateGeneratedFilter: TypeMask
  readonly propagateUsedFilter: TypeMask
  readonly propagateInformedFilter: TypeMask
}

/**
 * The mask of some vertex types.
 *
 * @throws TypeError for a name that no vertex type has.
 */
export function vertexMask(...names: readonly VertexTypeName[]): TypeMask {
  return names.reduce((mask, name) => mask | (1n << BigInt(askedVertex(name).bit)), 0n)
}

/**
 * The mask of some relation types of one family.
 *
 * @throws TypeError for a name that the family does not have.
 */
export function relationMask(family: string, ...names: readonly string[]): TypeMask {
  return names.reduce((mask, name) => {
    const type = askedRelation(name)
    if (type.family.name !== family) {
      throw new TypeError(`${name} is a relation of ${type.family.name}, not of ${family}`)
    }
    return mask | (1n << BigInt(type.bit))
  }, 0n)
}

/**
 * The policy when nothing else is said: what is tracked is recorded in full. Tracking does not pass
 * through directories and devices, else one `ls` or one terminal would spread it over the machine.
 */
export const defaultPolicy: Policy = {
  isEnabled: true,
  capturesAll: false,
  versions: true,
  compressesNodes: true,
  compressesEdges: true,
  duplicates: false,
  nodeFilter: 0n,
  propagateNodeFilter: vertexMask('directory', 'char', 'block'),
  derivedFilter: 0n,
  generatedFilter: 0n,
  usedFilter: 0n,
  informedFilter: 0n,
  propagateDerivedFilter: 0n,
  propagateGeneratedFilter: 0n,
  propagateUsedFilter: 0n,
  propagateInformedFilter: 0n,
}

/**
 * What a capture that nobody has configured leaves out unless it is asked for. A connection makes thousands of
 * packets, and its sockets and addresses tell the rest; there are as many descriptors as there are opens.
 */
const detailFilters = {
  packets: {
    derivedFilter: relationMask('derived', 'send_packet', 'receive_packet', 'packet_content'),
  },
  descriptors: { usedFilter: relationMask('used', 'dup', 'close') },
} as const satisfies Readonly<Record<string, Partial<Policy>>>

/** What a capture can be asked to record besides. */
export type Detail = keyof typeof detailFilters

/** All of them. */
export const details = Object.keys(detailFilters) as readonly Detail[]

/**
 * Whether a policy leaves nothing out but details, and says nothing twice: then the programs ask for no part
 * of it, except where they come upon a detail.
 */
export function isPlain(policy: Policy): boolean {
  const { derivedFilter, usedFilter } = withoutDetails()
  const left = [
    ...[policy.nodeFilter, policy.generatedFilter, policy.informedFilter],
    ...[policy.derivedFilter & ~(derivedFilter ?? 0n), policy.usedFilter & ~(usedFilter ?? 0n)],
  ]
  const folds = policy.versions && policy.compressesNodes && policy.compressesEdges
  return policy.isEnabled && folds && !policy.duplicates && left.every((filter) => filter === 0n)
}

/** Filters for all details but those that are asked for: a part of a policy. */
export function withoutDetails(asked: Iterable<Detail> = []): Partial<Policy> {
  const isAsked = new Set(asked)
  const left = details.filter((name) => !isAsked.has(name))
  return Object.assign({}, ...left.map((name) => detailFilters[name]))
}

/** The filter of each family that has one. */
const filters = {
  derived: 'derivedFilter',
  generated: 'generatedFilter',
  used: 'usedFilter',
  informed: 'informedFilter',
} as const satisfies Readonly<Record<string, keyof Policy>>

/** Whether a policy lets a relation type be recorded. */
export function recordsRelation(policy: Policy, name: RelationTypeName): boolean {
  const { family, bit } = relationByName(name)
  if (!(family.name in filters)) return true
  const filter = policy[filters[family.name as keyof typeof filters]]
  return ((filter >> BigInt(bit)) & 1n) === 0n
}
