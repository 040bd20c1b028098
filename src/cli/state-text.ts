/** `camflow -s`: what is in force, line by line as CamFlow prints it, and the same for programs. */
import { isIPv4 } from 'node:net'
import { targetText } from '../config/dump.ts'
import {
  type FilterEffect,
  filteredFamilies,
  filteredRelations,
  filteredVertices,
  relationFilters,
  vertexFilters,
} from '../config/filter-names.ts'
import type { Surroundings } from '../config/key.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import { policyHashText } from '../policy/policy-text.ts'
import { isTracking, type Target, targetActionText } from '../policy/target.ts'
import { shownFiles } from './shown-files.ts'

/** The lines of `camflow -s`, ended by a line feed. What CamFlow does not have stands at the end. */
export function stateText(plane: ControlPlane, surroundings: Surroundings): string {
  const { policy, facts } = plane
  const switched = (isOn: boolean) => (isOn ? 'enabled' : 'disabled')
  return [
    `Machine id: ${facts.machineId}`,
    `Policy hash: ${policyHashText(plane.policyHash())}`,
    'Provenance capture:',
    `- capture ${switched(policy.isEnabled)};`,
    `- all ${switched(policy.capturesAll)};`,
    `- provenance ${plane.hasWritten ? 'has been captured' : 'was not captured'};`,
    `- node compression ${switched(policy.compressesNodes)};`,
    `- edge compression ${switched(policy.compressesEdges)};`,
    `- duplication ${switched(policy.duplicates)};`,
    '',
    ...filterLines(plane, 'record', ''),
    '',
    ...filterLines(plane, 'propagate', 'Propagate '),
    '',
    ...targetLines(plane.targets(), surroundings),
    '',
  ].join('\n')
}

function filterLines(
  { policy }: ControlPlane,
  effect: FilterEffect,
  prefix: string,
): readonly string[] {
  const capital = (word: string) =>
    prefix === '' ? word.replace(/^./, (a) => a.toUpperCase()) : word
  const head = (word: string, mask: bigint) =>
    `${prefix}${capital(word)} filter (${mask.toString(16)}):`
  return [
    head('node', policy[vertexFilters[effect]]),
    ...filteredVertices(policy, effect),
    ...filteredFamilies.flatMap((family) => [
      head(family, policy[relationFilters[effect][family]]),
      ...filteredRelations(policy, effect, family),
    ]),
  ]
}

type Choice = (target: Target) => boolean

const isRange =
  (kind: 'ingress' | 'egress', isFour: boolean): Choice =>
  (target) =>
    target.kind === kind && isIPv4(target.address) === isFour
const isKind =
  (kind: Target['kind']): Choice =>
  (target) =>
    target.kind === kind

/** The lists of CamFlow, which always stand there, and ours, which do when they are not empty. */
const LISTS: readonly (readonly [title: string, choice: Choice, isOurs?: boolean])[] = [
  ['IPv4 ingress filter', isRange('ingress', true)],
  ['IPv4 egress filter', isRange('egress', true)],
  ['Security context filter', isKind('secctx')],
  ['Namespace filter', isKind('namespace')],
  ['User filter', isKind('user')],
  ['Group filter', isKind('group')],
  ['IPv6 ingress filter', isRange('ingress', false), true],
  ['IPv6 egress filter', isRange('egress', false), true],
  ['Control group filter', isKind('cgroup'), true],
]

function targetLines(targets: readonly Target[], surroundings: Surroundings): readonly string[] {
  return LISTS.flatMap(([title, choice, isOurs]) => {
    const some = targets.filter(choice)
    if (isOurs && some.length === 0) return []
    const lines = some.map((target) => `${nameOf(target, surroundings)} ${actionText(target)}`)
    return [`${title} (${some.length}).`, ...lines]
  })
}

/** CamFlow shows a cgroup namespace by its number alone. */
function nameOf(target: Target, surroundings: Surroundings): string {
  return targetText(target, surroundings).replace(/^cgroup:(\d+)$/, '$1')
}

function actionText(target: Target): string {
  const { opaque, propagate, record } = target
  const word = propagate ? 'propagate' : isTracking(target) ? 'track' : opaque ? 'opaque' : ''
  return record ? `${word} record` : word
}

/** The same as one object for `JSON.stringify`. */
export function stateObject(plane: ControlPlane, surroundings: Surroundings): object {
  const { policy, facts } = plane
  const filters = (effect: FilterEffect) => ({
    node: filteredVertices(policy, effect),
    ...Object.fromEntries(
      filteredFamilies.map((family) => [family, filteredRelations(policy, effect, family)]),
    ),
  })
  return {
    ...facts,
    policyHash: Buffer.from(plane.policyHash()).toString('hex'),
    enabled: policy.isEnabled,
    all: policy.capturesAll,
    written: plane.hasWritten,
    version: policy.versions,
    compressNode: policy.compressesNodes,
    compressEdge: policy.compressesEdges,
    duplicate: policy.duplicates,
    persist: plane.persistence.isOn,
    dropped: plane.dropped,
    filter: filters('record'),
    propagateFilter: filters('propagate'),
    targets: plane.targets().map((target) => ({
      kind: target.kind,
      target: nameOf(target, surroundings),
      action: targetActionText(target).split(','),
    })),
    files: shownFiles(plane)?.map(({ taint, ...file }) => ({ ...file, taint: String(taint) })),
  }
}
