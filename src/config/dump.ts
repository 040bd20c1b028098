/**
 * What is in force, as a configuration file: the layout of `camflow -c` for CamFlow's own keys, and behind
 * them the sections that only this version has, where there is anything to say in them.
 */
import { isIPv4 } from 'node:net'
import type { RelayBuffers } from '../kernel/control.ts'
import type { Policy } from '../kernel/policy.ts'
import { addressRangeText } from '../policy/address-range.ts'
import type { FlaggedFile } from '../policy/control-plane.ts'
import { isTracking, type Target, type TargetAction } from '../policy/target.ts'
import { buffersOf, ringBytesOf } from './capture-plan.ts'
import {
  type FilterEffect,
  filteredFamilies,
  filteredRelations,
  filteredVertices,
} from './filter-names.ts'
import { parseIni } from './ini.ts'
import type { Surroundings } from './key.ts'
import { namespacesText } from './namespaces.ts'

/** What is in force. */
export interface PolicyInForce {
  readonly policy: Policy
  readonly persists: boolean
  readonly targets: readonly Target[]
  /** `undefined`: only root may see which. */
  readonly files: readonly FlaggedFile[] | undefined
  readonly ringBytes: number
  /** What `[relay]` said in the file that is in force. */
  readonly buffers?: RelayBuffers | undefined
  /** 0: the number that is kept on the machine. */
  readonly machineId: number
}

/** The file that brings it in force again. Ends with a line feed. */
export function policyFile(inForce: PolicyInForce, surroundings: Surroundings): string {
  const { policy, targets } = inForce
  const { bufferExponent, bufferCount } = relayBuffers(inForce)
  const sections = targetSections(targets, surroundings)
  return [
    ';Auto-generated configuration',
    '[provenance]',
    `machine_id=${inForce.machineId}`,
    `enabled=${policy.isEnabled}`,
    `all=${policy.capturesAll}`,
    ...(inForce.persists ? ['persist=true'] : []),
    ...filteredVertices(policy, 'record').map((name) => `node_filter=${name}`),
    ...relationsOf(policy, 'record').map((name) => `relation_filter=${name}`),
    ...filteredVertices(policy, 'propagate').map((name) => `propagate_node_filter=${name}`),
    ...relationsOf(policy, 'propagate').map((name) => `propagate_relation_filter=${name}`),
    '',
    '[compression]',
    `version=${policy.versions}`,
    `node=${policy.compressesNodes}`,
    `edge=${policy.compressesEdges}`,
    `duplicate=${policy.duplicates}`,
    ...sections.flatMap(([name, lines]) => ['', `[${name}]`, ...lines]),
    ...filesSection(inForce.files),
    '',
    '[relay]',
    `buff_exp=${bufferExponent}`,
    `subuf_nb=${bufferCount}`,
    '',
  ].join('\n')
}

/** As the file has them when they mean the ring in force: many buffers mean the same one. */
function relayBuffers({ ringBytes, buffers }: PolicyInForce): RelayBuffers {
  if (buffers === undefined) return buffersOf(ringBytes)
  const { bufferExponent, bufferCount } = buffers
  const isSame = ringBytesOf(bufferExponent, bufferCount) === ringBytes
  return isSame ? buffers : buffersOf(ringBytes)
}

function relationsOf(policy: Policy, effect: FilterEffect): readonly string[] {
  return filteredFamilies.flatMap((family) => filteredRelations(policy, effect, family))
}

/** Sections of CamFlow's stand there even when they are empty. */
const ALWAYS: readonly string[] = ['ipv4-ingress', 'ipv4-egress', 'user', 'group', 'secctx']
const OURS: readonly string[] = ['ipv6-ingress', 'ipv6-egress', 'namespace', 'cgroup']

function targetSections(
  targets: readonly Target[],
  surroundings: Surroundings,
): readonly (readonly [section: string, lines: readonly string[]])[] {
  const lines = [...ALWAYS, ...OURS].map((section) => {
    const some = targets.filter((target) => sectionOf(target) === section)
    return [section, sectionLines(some, surroundings)] as const
  })
  return lines.filter(([name, some]) => ALWAYS.includes(name) || some.length > 0)
}

/** The order in which the keys of a section are applied. */
const ORDER: readonly string[] = ['track', 'propagate', 'opaque', 'record']

/**
 * Lines that give these targets in this order again, although keys are applied one after the other: where
 * that would change the order, which counts for ranges and namespaces, each target gets its place by
 * `track=` first.
 */
function sectionLines(targets: readonly Target[], surroundings: Surroundings): readonly string[] {
  const ranks = targets.map((target) => ORDER.indexOf(actionKeys(target)[0] ?? ''))
  const isInOrder = ranks.every((rank, index) => rank >= (ranks[index - 1] ?? 0))
  return targets.flatMap((target) => {
    const value = targetText(target, surroundings)
    const keys = actionKeys(target)
    const all = isInOrder || keys.includes('track') ? keys : ['track', ...keys]
    return all.map((key) => entry(key, value))
  })
}

function sectionOf(target: Target): string {
  if (target.kind !== 'ingress' && target.kind !== 'egress') return target.kind
  return `${isIPv4(target.address) ? 'ipv4' : 'ipv6'}-${target.kind}`
}

/** How a target's key is written in a file and printed. */
export function targetText(
  target: Target,
  { userName, groupName, cgroupPath }: Surroundings,
): string {
  switch (target.kind) {
    case 'ingress':
    case 'egress':
      return addressRangeText(target)
    case 'user':
      return userName(target.uid) ?? String(target.uid)
    case 'group':
      return groupName(target.gid) ?? String(target.gid)
    case 'secctx':
      return target.context
    case 'namespace':
      return namespacesText(target)
    case 'cgroup':
      return cgroupPath(target.id) ?? String(target.id)
    default:
      return target satisfies never
  }
}

/** The keys that give a target what it does; what is implied by another one is not written. */
function actionKeys(action: TargetAction): readonly string[] {
  if (action.opaque) return ['opaque']
  const keys: string[] = []
  if (action.propagate) keys.push('propagate')
  else if (isTracking(action) && !action.record) keys.push('track')
  if (action.record) keys.push('record')
  return keys
}

function fileLines(files: readonly FlaggedFile[]): readonly string[] {
  const lines = (key: string, has: (file: FlaggedFile) => boolean) =>
    files
      .filter(has)
      .map(({ path }) => entry(key, path))
      .sort()
  return [
    ...lines('opaque', ({ isOpaque }) => isOpaque),
    ...lines('track', ({ isTracked, doesPropagate }) => isTracked && !doesPropagate),
    ...lines('propagate', ({ doesPropagate }) => doesPropagate),
  ]
}

function optionalSection(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `[${name}]`, ...lines]
}

function filesSection(files: readonly FlaggedFile[] | undefined): readonly string[] {
  if (files === undefined) return ['', '; the section [file] is shown to root only']
  return optionalSection('file', fileLines(files))
}

/** A line of the file; a value that the file cannot hold is told as a comment. */
function entry(key: string, value: string): string {
  const line = `${key}=${value}`
  const [read, ...more] = parseIni(line).entries
  if (read?.value === value && more.length === 0) return line
  return `;${key}=${JSON.stringify(value)} cannot be said in this file`
}
