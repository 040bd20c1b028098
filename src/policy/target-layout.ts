/** Targets as the maps of the capture programs hold them: bpf/control.h, from `struct target` on. */
import { controlLayout, FLAG, offsetOf, TARGET_LIST } from '../kernel/layout.ts'
import { addressBytes, addressText } from './address-range.ts'
import {
  type AddressKey,
  isTracking,
  type NamespaceKey,
  namespaceNames,
  type TargetAction,
} from './target.ts'

/** What a value of type `struct target` says. */
export interface StoredAction {
  readonly action: TargetAction
  /** Grows from one target to the next. */
  readonly order: number
}

/** The three lists of which the first target that matches counts. */
export interface TargetLists {
  readonly ingress: readonly (AddressKey & TargetAction)[]
  readonly egress: readonly (AddressKey & TargetAction)[]
  readonly namespace: readonly (NamespaceKey & TargetAction)[]
}

const AF_INET = 2
const AF_INET6 = 10
const ADDRESS_BYTES = 16
/** Where an IPv4 address stands in the 16 bytes. */
const IPV4_AT = 12

/** Writes a `struct target`. */
export function writeAction(view: DataView, at: number, { action, order }: StoredAction): void {
  const { propagate, opaque, record, taint } = action
  const flags =
    (isTracking(action) ? FLAG.tracked : 0) |
    (propagate ? FLAG.propagate : 0) |
    (opaque ? FLAG.opaque : 0) |
    (record ? FLAG.recordPacket : 0)
  view.setUint32(at + offsetOf('target', 'flags'), flags, true)
  view.setUint32(at + offsetOf('target', 'order'), order, true)
  view.setBigUint64(at + offsetOf('target', 'taint'), taint ?? 0n, true)
}

/** Reads it back. What is implied is not said again. */
export function readAction(view: DataView, at: number): StoredAction {
  const flags = view.getUint32(at + offsetOf('target', 'flags'), true)
  const taint = view.getBigUint64(at + offsetOf('target', 'taint'), true)
  const implied = FLAG.propagate | FLAG.recordPacket
  const action = {
    ...(flags & FLAG.tracked && !(flags & implied) ? { track: true } : {}),
    ...(flags & FLAG.propagate ? { propagate: true } : {}),
    ...(flags & FLAG.opaque ? { opaque: true } : {}),
    ...(flags & FLAG.recordPacket ? { record: true } : {}),
    ...(taint === 0n ? {} : { taint }),
  }
  return { action, order: view.getUint32(at + offsetOf('target', 'order'), true) }
}

/** Writes a `struct target_lists`. @returns its bytes; the caller made sure that they fit. */
export function writeLists(lists: TargetLists): Uint8Array {
  const view = new DataView(new ArrayBuffer(controlLayout.target_lists.size))
  const count = (field: string, value: number) =>
    view.setUint32(offsetOf('target_lists', field), value, true)
  count('ingress_count', lists.ingress.length)
  count('egress_count', lists.egress.length)
  count('namespace_count', lists.namespace.length)
  for (const kind of ['ingress', 'egress'] as const) {
    lists[kind].forEach((each, index) => {
      writeAddress(view, addressAt(kind, index), each, index)
    })
  }
  lists.namespace.forEach((each, index) => {
    writeNamespace(view, namespaceAt(index), each, index)
  })
  return new Uint8Array(view.buffer)
}

/** Reads them back. */
export function readLists(bytes: Uint8Array): TargetLists {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const indices = (field: string) => {
    const count = view.getUint32(offsetOf('target_lists', field), true)
    return Array.from({ length: Math.min(count, TARGET_LIST) }, (_, index) => index)
  }
  const addresses = (kind: 'ingress' | 'egress') =>
    indices(`${kind}_count`).map((index) => readAddress(view, addressAt(kind, index), kind))
  return {
    ingress: addresses('ingress'),
    egress: addresses('egress'),
    namespace: indices('namespace_count').map((index) => readNamespace(view, namespaceAt(index))),
  }
}

function addressAt(kind: 'ingress' | 'egress', index: number): number {
  return offsetOf('target_lists', kind) + index * controlLayout.address_target.size
}

function namespaceAt(index: number): number {
  return offsetOf('target_lists', 'namespaces') + index * controlLayout.namespace_target.size
}

function writeAddress(
  view: DataView,
  at: number,
  target: AddressKey & TargetAction,
  order: number,
): void {
  const address = addressBytes(target.address)
  if (address === undefined) throw new TypeError(`${target.address} is no address`)
  const from = ADDRESS_BYTES - address.length
  const field = (name: string) => at + offsetOf('address_target', name)
  address.forEach((byte, index) => {
    const bits = Math.min(Math.max(target.prefix - 8 * index, 0), 8)
    const mask = (0xff << (8 - bits)) & 0xff
    view.setUint8(field('address') + from + index, byte & mask)
    view.setUint8(field('mask') + from + index, mask)
  })
  view.setUint16(field('port'), target.port)
  view.setUint16(field('family'), from === IPV4_AT ? AF_INET : AF_INET6, true)
  writeAction(view, field('target'), { action: target, order })
}

function readAddress(
  view: DataView,
  at: number,
  kind: 'ingress' | 'egress',
): AddressKey & TargetAction {
  const field = (name: string) => at + offsetOf('address_target', name)
  const from = view.getUint16(field('family'), true) === AF_INET ? IPV4_AT : 0
  const bytes = (name: string) =>
    new Uint8Array(view.buffer, view.byteOffset + field(name) + from, ADDRESS_BYTES - from)
  const prefix = [...bytes('mask')].reduce((sum, byte) => sum + bitsOf(byte), 0)
  const port = view.getUint16(field('port'))
  const address = addressText(bytes('address'))
  return { kind, address, prefix, port, ...readAction(view, field('target')).action }
}

function bitsOf(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length
}

function writeNamespace(
  view: DataView,
  at: number,
  target: NamespaceKey & TargetAction,
  order: number,
): void {
  namespaceNames.forEach((name, index) => {
    view.setUint32(at + 4 * index, target[name] ?? 0, true)
  })
  writeAction(view, at + offsetOf('namespace_target', 'target'), { action: target, order })
}

function readNamespace(view: DataView, at: number): NamespaceKey & TargetAction {
  const numbers = namespaceNames
    .map((name, index) => [name, view.getUint32(at + 4 * index, true)] as const)
    .filter(([, number]) => number !== 0)
  const { action } = readAction(view, at + offsetOf('namespace_target', 'target'))
  return { kind: 'namespace', ...Object.fromEntries(numbers), ...action }
}
