/** What has to be in force for a capture configuration: switches, filters, targets and flagged files. */
import { availableParallelism } from 'node:os'
import type { RelayBuffers } from '../kernel/control.ts'
import {
  defaultPolicy,
  type Policy,
  relationMask,
  type TypeMask,
  vertexMask,
} from '../kernel/policy.ts'
import type { ObjectChange } from '../policy/control-plane.ts'
import type { Target, TargetAction } from '../policy/target.ts'
import { type RelationTypeName, relationByName } from '../record/registry.ts'
import type { CaptureConfig } from './capture-keys.ts'

/** Flags of one file. */
export interface PlannedFile {
  readonly path: string
  readonly change: ObjectChange
}

/** Everything that a configuration asks for. */
export interface CapturePlan {
  /** 0: the number that is kept on the machine. */
  readonly machineId: number
  readonly ringBytes: number
  /** How it asks for that. */
  readonly buffers: RelayBuffers
  readonly policy: Policy
  /** Flags of files are kept with them. */
  readonly persists: boolean
  /** In the order of application; a later one for the same key replaces or adds, as its kind does. */
  readonly targets: readonly Target[]
  /** In the order of application; a path may come several times. */
  readonly files: readonly PlannedFile[]
}

/** Channels of CamFlow's relay: for short and for long records. */
const CHANNELS = 2
const LEAST_RING = 2 ** 16
const MOST_RING = 2 ** 30

/** The plan of a configuration. */
export function capturePlan(config: CaptureConfig): CapturePlan {
  const { bufferExponent, bufferCount } = config
  return {
    machineId: config.machineId,
    ringBytes: ringBytesOf(bufferExponent, bufferCount),
    buffers: { bufferExponent, bufferCount },
    policy: policyOf(config),
    persists: config.persists,
    targets: targetsOf(config),
    files: [
      ...filesOf(config.fileOpaque, { opaque: true }),
      ...filesOf(config.fileTrack, { track: true }),
      ...filesOf(config.filePropagate, { track: true, propagate: true }),
    ],
  }
}

/**
 * Bytes of one ring that has the memory of all of CamFlow's buffers, rounded up to a power of two.
 *
 * @param exponent a buffer has 2^exponent bytes.
 * @param count buffers for each processor and channel.
 */
export function ringBytesOf(
  exponent: number,
  count: number,
  processors = availableParallelism(),
): number {
  const wanted = 2 ** exponent * count * CHANNELS * processors
  return Math.min(Math.max(2 ** Math.ceil(Math.log2(wanted)), LEAST_RING), MOST_RING)
}

/**
 * Buffers that give a ring of this size again: eight of them where that can be, as in the sample file.
 */
export function buffersOf(ringBytes: number, processors = availableParallelism()): RelayBuffers {
  for (const bufferCount of [8, 4, 2, 1]) {
    for (let bufferExponent = 30; bufferExponent >= 12; bufferExponent--) {
      if (ringBytesOf(bufferExponent, bufferCount, processors) === ringBytes) {
        return { bufferExponent, bufferCount }
      }
    }
  }
  return { bufferExponent: 12, bufferCount: 1 }
}

function policyOf(config: CaptureConfig): Policy {
  const { isEnabled, capturesAll, versions, compressesNodes, compressesEdges, duplicates } = config
  const mask = (family: string, names: readonly RelationTypeName[]): TypeMask =>
    relationMask(family, ...names.filter((name) => relationByName(name).family.name === family))
  const recorded = config.relationFilter
  const propagated = config.propagateRelationFilter
  return {
    ...defaultPolicy,
    ...{ isEnabled, capturesAll, versions, compressesNodes, compressesEdges, duplicates },
    nodeFilter: vertexMask(...config.nodeFilter),
    propagateNodeFilter: vertexMask(...config.propagateNodeFilter),
    derivedFilter: mask('derived', recorded),
    generatedFilter: mask('generated', recorded),
    usedFilter: mask('used', recorded),
    informedFilter: mask('informed', recorded),
    propagateDerivedFilter: mask('derived', propagated),
    propagateGeneratedFilter: mask('generated', propagated),
    propagateUsedFilter: mask('used', propagated),
    propagateInformedFilter: mask('informed', propagated),
  }
}

const TRACK: TargetAction = { track: true }
const PROPAGATE: TargetAction = { track: true, propagate: true }
const OPAQUE: TargetAction = { opaque: true }
const RECORD: TargetAction = { track: true, record: true }

/** In upstream's order: of several lines for one user the strongest is the last, and holds. */
function targetsOf(config: CaptureConfig): readonly Target[] {
  const user = (uid: number) => ({ kind: 'user', uid }) as const
  const group = (gid: number) => ({ kind: 'group', gid }) as const
  const secctx = (context: string) => ({ kind: 'secctx', context }) as const
  const cgroup = (id: bigint) => ({ kind: 'cgroup', id }) as const
  type Range = CaptureConfig['egress4Track'][number]
  type Numbers = CaptureConfig['namespaceTrack'][number]
  const namespace = (numbers: Numbers) => ({ kind: 'namespace', ...numbers }) as const
  const ingress = (range: Range) => ({ kind: 'ingress', ...range }) as const
  const egress = (range: Range) => ({ kind: 'egress', ...range }) as const
  return [
    ...targets(config.userTrack, user, TRACK),
    ...targets(config.userPropagate, user, PROPAGATE),
    ...targets(config.userOpaque, user, OPAQUE),
    ...targets(config.groupTrack, group, TRACK),
    ...targets(config.groupPropagate, group, PROPAGATE),
    ...targets(config.groupOpaque, group, OPAQUE),
    ...targets([...config.ingress4Track, ...config.ingress6Track], ingress, TRACK),
    ...targets([...config.ingress4Propagate, ...config.ingress6Propagate], ingress, PROPAGATE),
    ...targets([...config.ingress4Record, ...config.ingress6Record], ingress, RECORD),
    ...targets([...config.egress4Track, ...config.egress6Track], egress, TRACK),
    ...targets([...config.egress4Propagate, ...config.egress6Propagate], egress, PROPAGATE),
    ...targets([...config.egress4Record, ...config.egress6Record], egress, RECORD),
    ...targets(config.secctxTrack, secctx, TRACK),
    ...targets(config.secctxPropagate, secctx, PROPAGATE),
    ...targets(config.secctxOpaque, secctx, OPAQUE),
    ...targets(config.namespaceTrack, namespace, TRACK),
    ...targets(config.namespacePropagate, namespace, PROPAGATE),
    ...targets(config.namespaceOpaque, namespace, OPAQUE),
    ...targets(config.cgroupTrack, cgroup, TRACK),
    ...targets(config.cgroupPropagate, cgroup, PROPAGATE),
    ...targets(config.cgroupOpaque, cgroup, OPAQUE),
  ]
}

function targets<Value, Key>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
  action: TargetAction,
): readonly (Key & TargetAction)[] {
  return values.map((value) => ({ ...keyOf(value), ...action }))
}

function filesOf(paths: readonly string[], change: ObjectChange): readonly PlannedFile[] {
  return paths.map((path) => ({ path, change }))
}
