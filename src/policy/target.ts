/**
 * Targets: what is captured because of who it belongs to or where it goes. A target gives flags and labels
 * to every object that it meets; it takes none away, and deleting it leaves what it met as it is.
 *
 * @source capture-hooks specification §7.3
 */
import { isIP, isIPv4 } from 'node:net'
import { CONTEXT_MOST_BYTES } from '../kernel/layout.ts'

/** What a target does to an object. A target that does nothing is a mistake. */
export interface TargetAction {
  /** Flows that touch the object are recorded. */
  readonly track?: boolean
  /** So are flows of what it touches in turn. Implies `track`. */
  readonly propagate?: boolean
  /** Flows that touch the object are never recorded. Stronger than `track`. */
  readonly opaque?: boolean
  /** The content of packets is recorded. Addresses only; implies `track`. */
  readonly record?: boolean
  /** Labels that the object gets. */
  readonly taint?: bigint
}

/** Memory of processes with this real user id, inodes with this owner. */
export interface UserKey {
  readonly kind: 'user'
  readonly uid: number
}

/** Memory of processes with this real group id, inodes with this group. */
export interface GroupKey {
  readonly kind: 'group'
  readonly gid: number
}

/** Processes with this security context, as `/proc/PID/attr/current` shows it. */
export interface SecurityContextKey {
  readonly kind: 'secctx'
  readonly context: string
}

/** Processes in this control group (v2) and in those below it. */
export interface CgroupKey {
  readonly kind: 'cgroup'
  /** Inode number of its directory. */
  readonly id: bigint
}

/**
 * Processes in these namespaces: inode numbers, as `/proc/PID/ns/NAME` shows them; left out: any. Of
 * several that match a process the one that was set first counts.
 */
export interface NamespaceKey {
  readonly kind: 'namespace'
  readonly uts?: number
  readonly ipc?: number
  readonly mnt?: number
  readonly pid?: number
  readonly net?: number
  readonly cgroup?: number
}

/**
 * Sockets with an address in this range: `ingress` the own address, at bind and accept; `egress` the
 * peer's, at connect. Of several that match the one that was set first counts.
 */
export interface AddressKey {
  readonly kind: 'ingress' | 'egress'
  /** IPv4 or IPv6 in text; bits beyond the prefix are zero. */
  readonly address: string
  /** Bits that count: 0 to 32, or to 128 for IPv6. */
  readonly prefix: number
  /** 0: any. */
  readonly port: number
}

/** What a target is known by: there is one target for each. */
export type TargetKey =
  | UserKey
  | GroupKey
  | SecurityContextKey
  | CgroupKey
  | NamespaceKey
  | AddressKey

/** A target of policy. */
export type Target = TargetKey & TargetAction

/** The kinds of targets, in the order in which they are listed and hashed. */
export const targetKinds = [
  'ingress',
  'egress',
  'namespace',
  'cgroup',
  'secctx',
  'user',
  'group',
] as const satisfies readonly TargetKey['kind'][]

/** The namespaces of a key, in the order of `/proc`'s and upstream's structures. */
export const namespaceNames = ['uts', 'ipc', 'mnt', 'pid', 'net', 'cgroup'] as const

/** A text that is equal for equal keys and no others. */
export function targetKeyText(key: TargetKey): string {
  switch (key.kind) {
    case 'user':
      return `user ${key.uid}`
    case 'group':
      return `group ${key.gid}`
    case 'secctx':
      return `secctx ${JSON.stringify(key.context)}`
    case 'cgroup':
      return `cgroup ${key.id}`
    case 'namespace':
      return `namespace ${namespaceNames.map((name) => `${name}=${key[name] ?? 0}`).join(' ')}`
    case 'ingress':
    case 'egress':
      return `${key.kind} ${key.address}/${key.prefix}:${key.port}`
  }
}

/** What a target does, in words and in full: what is implied is said. */
export function targetActionText(action: TargetAction): string {
  const { propagate, opaque, record, taint } = action
  const words = [
    isTracking(action) && 'track',
    propagate && 'propagate',
    opaque && 'opaque',
    record && 'record',
    taint !== undefined && taint !== 0n && `taint=${taint.toString(16)}`,
  ]
  return words.filter((word) => typeof word === 'string').join(',')
}

/** Whether an action, by itself or by what it implies, tracks. */
export function isTracking({ track, propagate, record }: TargetAction): boolean {
  return (track || propagate || record) ?? false
}

/**
 * What a target does that is set again: addresses add up, all others begin anew.
 *
 * @param before what the same key had; `undefined` when it is new.
 */
export function mergeTarget(before: Target | undefined, target: Target): Target {
  if (before === undefined || (target.kind !== 'ingress' && target.kind !== 'egress')) return target
  const or = (name: 'track' | 'propagate' | 'opaque' | 'record') =>
    before[name] || target[name] ? { [name]: true } : {}
  const taint = (before.taint ?? 0n) | (target.taint ?? 0n)
  const { kind, address, prefix, port } = target
  return {
    ...{ kind, address, prefix, port },
    ...{ ...or('track'), ...or('propagate'), ...or('opaque'), ...or('record') },
    ...(taint === 0n ? {} : { taint }),
  }
}

const MOST_ID = 0xffffffff
const MOST_64 = 1n << 64n
type Fail = (why: string) => never

function failure(key: TargetKey): Fail {
  return (why) => {
    throw new TypeError(`target ${targetKeyText(key) ?? String(key.kind)}: ${why}`)
  }
}

/**
 * Refuses what no target can be.
 *
 * @throws TypeError for numbers out of range, an action that does nothing, `record` on what has no packets.
 */
export function checkTarget(target: Target): void {
  checkTargetKey(target)
  const fail = failure(target)
  const { taint = 0n } = target
  if (typeof taint !== 'bigint') fail('labels are a bigint')
  if (taint < 0n || taint >= MOST_64) fail('labels are 64 bits')
  if (targetActionText(target) === '') fail('it does nothing')
  if (target.record && !isAddress(target)) fail('only addresses have packets to record')
}

/** @throws TypeError for an unknown kind, and for what no target is known by. */
export function checkTargetKey(key: TargetKey): void {
  const fail = failure(key)
  if (!targetKinds.includes(key.kind)) fail('there is no such kind')
  if (key.kind === 'secctx') checkContext(key, fail)
  if (key.kind === 'cgroup' && !isBits(key.id)) fail('the id is a bigint of 64 bits')
  for (const id of idsOf(key)) {
    if (!Number.isInteger(id) || id < 0 || id > MOST_ID) fail('a number is out of range')
  }
  if (isAddress(key)) checkRange(key, fail)
}

function checkContext({ context }: SecurityContextKey, fail: Fail): void {
  if (typeof context !== 'string') fail('the context is a string')
  if (context === '' || context.includes('\0')) fail('the context is a text')
  const bytes = Buffer.byteLength(context)
  if (bytes > CONTEXT_MOST_BYTES) fail(`the context has ${bytes} bytes of ${CONTEXT_MOST_BYTES}`)
}

function isBits(value: unknown): boolean {
  return typeof value === 'bigint' && value >= 0n && value < MOST_64
}

function isAddress<Key extends TargetKey>(key: Key): key is Key & AddressKey {
  return key.kind === 'ingress' || key.kind === 'egress'
}

function idsOf(key: TargetKey): readonly number[] {
  if (key.kind === 'user') return [key.uid]
  if (key.kind === 'group') return [key.gid]
  if (key.kind === 'namespace') return namespaceNames.map((name) => key[name] ?? 0)
  return []
}

function checkRange({ address, prefix, port }: AddressKey, fail: Fail): void {
  if (typeof address !== 'string' || isIP(address) === 0) fail('the address is IPv4 or IPv6')
  const most = isIPv4(address) ? 32 : 128
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) fail(`the prefix is 0 to ${most}`)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('the port is 0 to 65535')
}
