/** The type filters of a policy by the names of the types. */
import type { Policy, TypeMask } from '../kernel/policy.ts'
import { families, type RelationTypeName, vertexTypes } from '../record/registry.ts'

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
