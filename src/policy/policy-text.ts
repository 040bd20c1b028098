/**
 * The policy in one canonical text, and its fingerprint. Equal policies of equal versions give equal
 * texts on every machine; what is captured, how much, and when does not enter.
 *
 * The text, UTF-8, one fact a line, each line ended by a line feed:
 *
 *     camflow policy 1
 *     version 0.9.0
 *     enabled true            all, version, compress_node, compress_edge, duplicate likewise
 *     node_filter 640         lower-case hexadecimal; the ten words in the order of `filterNames`
 *     ingress 10.0.0.0/8:80 track,propagate
 *
 * Targets stand in the order of `targetKinds`: addresses and namespaces in the order they were set,
 * because of several that match the first counts; all others in the order of their text.
 *
 * @source capture-hooks specification §7.6, with the fixes of its open point 14
 */
import { createHash } from 'node:crypto'
import type { Policy } from '../kernel/policy.ts'
import { type Target, targetActionText, targetKeyText, targetKinds } from './target.ts'

const switchNames = {
  isEnabled: 'enabled',
  capturesAll: 'all',
  versions: 'version',
  compressesNodes: 'compress_node',
  compressesEdges: 'compress_edge',
  duplicates: 'duplicate',
} as const satisfies Partial<Record<keyof Policy, string>>

/** The ten filter words by the names of upstream's control files, in the order of its structure. */
export const filterNames = {
  nodeFilter: 'node_filter',
  propagateNodeFilter: 'propagate_node_filter',
  derivedFilter: 'derived_filter',
  generatedFilter: 'generated_filter',
  usedFilter: 'used_filter',
  informedFilter: 'informed_filter',
  propagateDerivedFilter: 'propagate_derived_filter',
  propagateGeneratedFilter: 'propagate_generated_filter',
  propagateUsedFilter: 'propagate_used_filter',
  propagateInformedFilter: 'propagate_informed_filter',
} as const satisfies Partial<Record<keyof Policy, string>>

function entries<K extends string>(table: Readonly<Record<K, string>>): readonly [K, string][] {
  return Object.entries(table) as [K, string][]
}

/** The canonical text of a policy. @param version of the capture, `0.9.0`. */
export function policyText(version: string, policy: Policy, targets: readonly Target[]): string {
  const lines = [
    'camflow policy 1',
    `version ${version}`,
    ...entries(switchNames).map(([key, name]) => `${name} ${policy[key]}`),
    ...entries(filterNames).map(([key, name]) => `${name} ${policy[key].toString(16)}`),
    ...orderTargets(targets).map((each) => `${targetKeyText(each)} ${targetActionText(each)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** SHA-256 of the canonical text. @returns 32 bytes. */
export function policyHash(
  version: string,
  policy: Policy,
  targets: readonly Target[],
): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(policyText(version, policy, targets))
      .digest(),
  )
}

/**
 * A hash as `camflow -p` prints it: upper-case hexadecimal without padding, so that 32 to 64 digits come
 * out. Upstream's scripts expect that; for anything else take `Buffer.toString('hex')`.
 */
export function policyHashText(hash: Uint8Array): string {
  return [...hash].map((byte) => byte.toString(16).toUpperCase()).join('')
}

/** Targets by kind; within a kind as set where that decides, else by their text. */
function orderTargets(targets: readonly Target[]): readonly Target[] {
  return targetKinds.flatMap((kind) => {
    const some = targets.filter((each) => each.kind === kind)
    const isOrdered = kind === 'ingress' || kind === 'egress' || kind === 'namespace'
    return isOrdered ? some : some.sort((a, b) => compare(targetKeyText(a), targetKeyText(b)))
  })
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
