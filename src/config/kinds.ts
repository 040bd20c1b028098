/** The kinds of values that the configuration files hold. */
import { isIPv4, isIPv6 } from 'node:net'
import { CamflowError } from '../errors.ts'
import { CONTEXT_MOST_BYTES } from '../kernel/layout.ts'
import { type AddressRange, addressRangeText, parseAddressRange } from '../policy/address-range.ts'
import {
  noSuchType,
  type RelationType,
  type RelationTypeName,
  relationByName,
  type VertexType,
  type VertexTypeName,
  vertexByName,
} from '../record/registry.ts'
import type { Reading, ValueKind } from './key.ts'
import { type NamespaceNumbers, namespacesText, parseNamespaces } from './namespaces.ts'
import { oldRelationNames, oldVertexNames } from './old-names.ts'

const U32 = 2 ** 32

/** Exactly `true` is true; a semicolon behind it is left over from an old `camflow -c`. */
export const boolean: ValueKind<boolean> = {
  name: '`true` or `false`',
  read(text) {
    const word = text.replace(/;$/, '')
    if (word === 'true' || word === 'false') return { value: word === 'true' }
    return { value: false, warning: `"${text}" is neither true nor false and means false` }
  },
  write: String,
}

/** 32 bits; what upstream reads as a number is one, with a warning where that surprises. */
export const u32: ValueKind<number> = {
  name: 'decimal number, 32 bits',
  read(text) {
    if (/^\d+$/.test(text) && Number(text) < U32) return { value: Number(text) }
    const digits = /^[+-]?\d+/.exec(text)?.[0] ?? '0'
    const value = Number(BigInt.asUintN(32, BigInt(digits.replace('+', ''))))
    return { value, warning: `"${text}" is not a number of 32 bits and means ${value}` }
  },
  write: String,
}

/** A whole number between two limits. */
export function integer(name: string, least: number, most: number): ValueKind<number> {
  return {
    name,
    read(text) {
      const value = Number(text)
      if (/^\d+$/.test(text) && value >= least && value <= most) return { value }
      return { error: `"${text}" is not a whole number from ${least} to ${most}` }
    },
    write: String,
  }
}

/** One word out of several. Words of `others` are understood as well, and mean the one given. */
export function choice<const Word extends string>(
  words: readonly Word[],
  others: Readonly<Record<string, Word>> = {},
): ValueKind<Word> {
  return {
    name: words.map((word) => `\`${word}\``).join(', '),
    read(text) {
      const value = words.find((word) => word === text) ?? ownValue(others, text)
      if (value !== undefined) return { value }
      return { error: `"${text}" is not one of ${words.join(', ')}` }
    },
    write: (value) => value,
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** A number of bytes, such as `64M`. */
export const bytes: ValueKind<number> = {
  name: 'bytes; K, M and G are understood',
  read(value) {
    const [, digits, unit = ''] = /^(\d+)([KMG]?)$/.exec(value) ?? []
    const count = Number(digits) * (UNITS[unit] ?? Number.NaN)
    if (count > 0 && Number.isSafeInteger(count)) return { value: count }
    return { error: `"${value}" is not a number of bytes such as 64M` }
  },
  write: (value) => {
    const unit = ['G', 'M', 'K'].find((each) => value % (UNITS[each] ?? 1) === 0) ?? ''
    return `${value / (UNITS[unit] ?? 1)}${unit}`
  },
}

/** Any text; `name` says what it stands for. */
export function text(name: string): ValueKind<string> {
  return { name, read: (value) => ({ value }), write: (value) => value }
}

/** A text that is not empty. */
export function filled(name: string): ValueKind<string> {
  return {
    name,
    read: (value) => (value === '' ? { error: `a ${name} is missing` } : { value }),
    write: (value) => value,
  }
}

/**
 * A file that policy names. One that is not there is told and kept: it may come. What can be no file is told
 * and left out.
 */
export const policyPath: ValueKind<string> = {
  name: 'path',
  read(value, { hasFile }) {
    if (value === '') return { warning: 'a path is missing' }
    if (!value.startsWith('/')) return { warning: `"${value}" is not an absolute path` }
    return hasFile(value) ? { value } : { value, warning: `there is no file ${value}` }
  },
  write: (value) => value,
}

/** A vertex type. A name that no type has is left out with a warning, as upstream does in silence. */
export const vertexType: ValueKind<VertexTypeName> = {
  name: 'vertex type',
  read(name) {
    const type = filterableVertex(name)
    if (type !== undefined) return { value: type }
    return renamed(name, oldVertexNames) ?? { warning: noVertexFilter(name) }
  },
  write: (value) => value,
}

/** A relation type that has a filter. */
export const relationType: ValueKind<RelationTypeName> = {
  name: 'relation type',
  read(name) {
    const old = renamed(name, oldRelationNames)
    if (old !== undefined) return old
    const reason = whyNotFilterable(name)
    return reason === undefined ? { value: name as RelationTypeName } : { error: reason }
  },
  write: (value) => value,
}

/** A user by name; a number is taken for an id that has no name. The value is the id. */
export const user: ValueKind<number> = {
  name: 'user name',
  read: (name, { userId }) => account('user', name, userId(name)),
  write: (uid, { userName }) => userName(uid) ?? String(uid),
}

/** The same for groups. */
export const group: ValueKind<number> = {
  name: 'group name',
  read: (name, { groupId }) => account('group', name, groupId(name)),
  write: (gid, { groupName }) => groupName(gid) ?? String(gid),
}

/** A security context. Where the machine has none that capture can read, the value waits for one that has. */
export const securityContext: ValueKind<string> = {
  name: 'security context',
  read(value, { hasContexts }) {
    if (value === '') return { error: 'a security context is missing' }
    if (Buffer.byteLength(value) > CONTEXT_MOST_BYTES) {
      return { error: `a security context has at most ${CONTEXT_MOST_BYTES} bytes` }
    }
    if (hasContexts()) return { value }
    return {
      value,
      warning:
        'this machine has no security contexts that capture can read (AppArmor is not active), so this line ' +
        'does nothing; name a user, group, control group or namespace instead',
    }
  },
  write: (value) => value,
}

/** A version 2 control group. One that is not there is left out with a warning: it may come later. */
export const cgroup: ValueKind<bigint> = {
  name: 'path of a control group',
  read(path, { cgroupId }) {
    const value = cgroupId(path)
    return value === undefined ? { warning: `there is no control group ${path}` } : { value }
  },
  write: (id, { cgroupPath }) => cgroupPath(id) ?? String(id),
}

/** Namespaces by their inode numbers. */
export const namespaces: ValueKind<NamespaceNumbers> = {
  name: '`KIND:INODE`, several with a comma between them; KIND is uts, ipc, mnt, pid, net or cgroup',
  read(text) {
    const value = parseNamespaces(text)
    return value === undefined ? { error: `"${text}" is not like net:4026531840` } : { value }
  },
  write: namespacesText,
}

/** An IPv4 range with a port. */
export const ipv4 = addressRange('`A.B.C.D/M:P`', isIPv4)

/** The same for IPv6. */
export const ipv6 = addressRange('`ADDRESS/M:P`', isIPv6)

function addressRange(
  name: string,
  isOfFamily: (address: string) => boolean,
): ValueKind<AddressRange> {
  return {
    name,
    read(text) {
      try {
        const value = parseAddressRange(text)
        if (isOfFamily(value.address)) return { value }
      } catch (error) {
        if (!(error instanceof CamflowError)) throw error
      }
      return { error: `"${text}" is not an address range such as ${EXAMPLES[name] ?? name}` }
    },
    write: addressRangeText,
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  '`A.B.C.D/M:P`': '192.168.1.0/24:443',
  '`ADDRESS/M:P`': '2001:db8::/32:443',
}

/** A vertex type that filters take; upstream knows no filter for `string`. */
export function filterableVertex(name: string): VertexTypeName | undefined {
  return name === 'string' ? undefined : vertexByName(name)?.name
}

/** What is said of a vertex type that filters do not take. */
export function noVertexFilter(name: string): string {
  const type: VertexType | undefined = vertexByName(name)
  return type === undefined ? noSuchType('vertex', name) : `the vertex type ${name} has no filter`
}

/** Why a relation cannot be filtered; `undefined`: it can. */
export function whyNotFilterable(name: string): string | undefined {
  const type: RelationType | undefined = relationByName(name)
  if (type === undefined) return noSuchType('relation', name)
  const family = type.family.name
  return family === 'influenced' || family === 'associated' ? noFilterOf(type) : undefined
}

/** What is said of a relation that cannot be filtered. */
export function noFilterOf({ name, family }: RelationType): string {
  return `relations of the family ${family.name}, such as ${name}, have no filter`
}

function renamed<Name extends string>(
  name: string,
  successors: Readonly<Record<string, Name | undefined>>,
): Reading<Name> | undefined {
  if (!Object.hasOwn(successors, name)) return undefined
  const value = successors[name]
  if (value === undefined) {
    return { warning: `the type "${name}" of an earlier CamFlow is not recorded any more` }
  }
  return { value, warning: `the type "${name}" of an earlier CamFlow is called ${value} now` }
}

function account(what: string, name: string, id: number | undefined): Reading<number> {
  if (id !== undefined) return { value: id }
  if (/^\d+$/.test(name) && Number(name) < U32) return { value: Number(name) }
  return { error: `there is no ${what} "${name}"` }
}

function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
