/** The arguments that options share: how the help shows them, what the shell offers, how they are read. */
import { filterableVertex, noVertexFilter, whyNotFilterable } from '../config/kinds.ts'
import {
  type RelationTypeName,
  relationTypes,
  type VertexTypeName,
  vertexTypes,
} from '../record/registry.ts'
import { type Parameter, WrongWord } from './control-option.ts'

function words(label: string, ...some: readonly string[]): Parameter {
  return { label, completion: { kind: 'words', words: some } }
}

function other(
  label: string,
  kind: 'files' | 'users' | 'groups' | 'processes' | 'nothing',
): Parameter {
  return { label, completion: { kind } }
}

/** The parameters, by what they are. */
export const parameter = {
  boolean: words('bool', 'true', 'false'),
  onOff: words('on/off', 'on', 'off'),
  file: other('filename', 'files'),
  folder: other('folder', 'files'),
  process: other('pid', 'processes'),
  tracking: words('false/true/propagate', 'false', 'true', 'propagate'),
  taintBit: other('int [0-63]', 'nothing'),
  label: other('label', 'nothing'),
  range: other('ip/mask:port', 'nothing'),
  rangeAction: words('track/propagate/record/delete', 'track', 'propagate', 'record', 'delete'),
  context: other('security context', 'nothing'),
  ownerAction: words('track/propagate/opaque/delete', 'track', 'propagate', 'opaque', 'delete'),
  cgroup: other('cgroup ino', 'nothing'),
  namespaceAction: words('track/propagate/delete', 'track', 'propagate', 'delete'),
  user: other('user name', 'users'),
  group: other('group name', 'groups'),
  vertexType: words(
    'type',
    ...vertexTypes.map(({ name }) => name).filter((name) => filterableVertex(name) !== undefined),
  ),
  relationType: words(
    'type',
    ...relationTypes.map(({ name }) => name).filter((name) => whyNotFilterable(name) === undefined),
  ),
  channel: other('string', 'nothing'),
} as const satisfies Readonly<Record<string, Parameter>>

/** `true` or `false`, and nothing else. */
export function readBoolean(text: string): boolean {
  if (text === 'true') return true
  if (text === 'false') return false
  throw new WrongWord(`Not a boolean, true or false: ${text}`)
}

/** The number of a process. */
export function readPid(text: string): number {
  const pid = Number(text)
  if (/^\d{1,10}$/.test(text) && pid > 0 && pid < 2 ** 31) return pid
  throw new TypeError(`Not a process id: ${text}`)
}

/** The label whose bit is given. @returns the bit, as a mask. */
export function readTaint(text: string): bigint {
  const bit = Number(text)
  if (/^\d{1,2}$/.test(text) && bit < 64) return 1n << BigInt(bit)
  throw new TypeError(`Not the number of a taint bit, 0 to 63: ${text}`)
}

/** A vertex type that has a filter. */
export function readVertexType(text: string): VertexTypeName {
  const type = filterableVertex(text)
  if (type === undefined) throw new WrongWord(noVertexFilter(text))
  return type
}

/** A relation type that has a filter. */
export function readRelationType(text: string): RelationTypeName {
  const reason = whyNotFilterable(text)
  if (reason === undefined) return text as RelationTypeName
  const isKnown = relationTypes.some(({ name }) => name === text)
  throw isKnown ? new TypeError(reason) : new WrongWord(reason)
}

/** The words that may stand for an action on something, and what they mean. */
export function readAction<const Action>(
  actions: Readonly<Record<string, Action>>,
  text: string,
): Action {
  const action = Object.hasOwn(actions, text) ? actions[text] : undefined
  if (action !== undefined) return action
  throw new TypeError(`Not one of ${Object.keys(actions).join(', ')}: ${text}`)
}
