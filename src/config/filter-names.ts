/** The type filters of a policy by the names of the types. */
import type { Policy, TypeMask } from '../kernel/policy.ts'
import {
  askedRelation,
  askedVertex,
  families,
  type RelationTypeName,
  type VertexTypeName,
  vertexTypes,
} from '../record/registry.ts'

import { noFilterOf } from './kinds.ts'

/** The families whose relations can be filtered, in the order in which CamFlow prints them. */
export const filteredFamilies = ['derived', 'generated', 'used', 'informed'] as const

/** A family whose relations can be filtered. */
export type FilteredFamily = (typeof filteredFamilies)[number]

/** What a filter does: its types are not recorded, or do not pass tracking on. */
export type FilterEffect = 'record' | 'propagate'

/** The word of the policy for each family and effect. */
export const relationFilters = {
  record: {
    derived: 'derivedFilter',
    generated: 'generatedFilter',
    used: 'usedFilter',
    informed: 'informedFilter',
  },
  propagate: {
    derived: 'propagateDerivedFilter',
    generated: 'propagateGeneratedFilter',
    used: 'propagateUsedFilter',
    informed: 'propagateInformedFilter',
  },
} as const satisfies Record<FilterEffect, Record<FilteredFamily, keyof Policy>>

/** The word of the policy for vertices. */
export const vertexFilters = {
  record: 'nodeFilter',
  propagate: 'propagateNodeFilter',
} as const satisfies Record<FilterEffect, keyof Policy>

/** Names of the vertex types that a filter has, in the order of their bits. */
export function filteredVertices(policy: Policy, effect: FilterEffect): readonly string[] {
  return namesIn(vertexTypes, policy[vertexFilters[effect]])
}

/** Names of the relation types of one family that a filter has, in the order of their bits. */
export function filteredRelations(
  policy: Policy,
  effect: FilterEffect,
  family: FilteredFamily,
): readonly string[] {
  const types = families.find(({ name }) => name === family)?.types ?? []
  return namesIn(
    types as readonly { name: RelationTypeName; bit: number }[],
    policy[relationFilters[effect][family]],
  )
}

function namesIn(
  types: readonly { readonly name: string; readonly bit: number }[],
  mask: TypeMask,
): readonly string[] {
  return types
    .filter(({ bit }) => ((mask >> BigInt(bit)) & 1n) === 1n)
    .sort((one, other) => one.bit - other.bit)
    .map(({ name }) => name)
}

/** A word of the policy that is a filter. */
type FilterWord =
  | (typeof vertexFilters)[FilterEffect]
  | (typeof relationFilters)[FilterEffect][FilteredFamily]

/** A type and where its filter stands. */
interface TypeFilter {
  readonly word: FilterWord
  readonly mask: TypeMask
}

/** Types by their names; a vertex type and a relation type may have the same. */
export interface FilteredTypes {
  readonly vertices?: readonly VertexTypeName[]
  readonly relations?: readonly RelationTypeName[]
}

/**
 * Adds types to a filter of a policy.
 *
 * @param effect `record`: they are not recorded; `propagate`: tracking does not pass through them.
 * @returns the words that change, for `changePolicy`.
 * @throws TypeError for a name that no type has, and for relations that cannot be filtered: those of
 *   the families `influenced` and `associated`.
 * @example control.changePolicy(addFilters(control.policy, 'record', { relations: ['read'] }))
 */
export function addFilters(
  policy: Policy,
  effect: FilterEffect,
  types: FilteredTypes,
): Partial<Policy> {
  return changedWords(policy, effect, types, (word, mask) => word | mask)
}

/**
 * Takes types out of a filter of a policy; one that is not in it is no error.
 *
 * @returns the words that change, for `changePolicy`.
 * @throws TypeError as `addFilters`.
 */
export function removeFilters(
  policy: Policy,
  effect: FilterEffect,
  types: FilteredTypes,
): Partial<Policy> {
  return changedWords(policy, effect, types, (word, mask) => word & ~mask)
}

function changedWords(
  policy: Policy,
  effect: FilterEffect,
  { vertices = [], relations = [] }: FilteredTypes,
  change: (word: TypeMask, mask: TypeMask) => TypeMask,
): Partial<Policy> {
  const words: Partial<Record<FilterWord, TypeMask>> = {}
  const filters = [
    ...vertices.map((name) => vertexFilter(effect, name)),
    ...relations.map((name) => relationFilter(effect, name)),
  ]
  for (const { word, mask } of filters) {
    words[word] = change(words[word] ?? policy[word], mask)
  }
  return words
}

function vertexFilter(effect: FilterEffect, name: string): TypeFilter {
  return { word: vertexFilters[effect], mask: 1n << BigInt(askedVertex(name).bit) }
}

function relationFilter(effect: FilterEffect, name: string): TypeFilter {
  const type = askedRelation(name)
  const family = filteredFamilies.find((each) => each === type.family.name)
  if (family === undefined) throw new TypeError(noFilterOf(type))
  return { word: relationFilters[effect][family], mask: 1n << BigInt(type.bit) }
}
