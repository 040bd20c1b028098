/** The names of PROV-JSON attributes as they stand in a member: `,"cf:pid":`. Made once. */
import { Piece } from './byte-writer.ts'

/** An attribute's name as it stands in a member, up to its value. */
export interface Key {
  /** `,"cf:pid":` */
  readonly bare: Piece
  /** `,"cf:utime":"`, for values in quotes. */
  readonly quoted: Piece
}

/** The key of an attribute. */
export function attributeKey(name: string): Key {
  return { bare: new Piece(`,"${name}":`), quoted: new Piece(`,"${name}":"`) }
}

const names = [
  'address',
  'atime',
  'boot_id',
  'cause',
  'content',
  'count',
  'ctime',
  'date',
  'epoch',
  'family',
  'first',
  'gid',
  'hasParent',
  'host',
  'ino',
  'jiffies',
  'k_commit',
  'k_version',
  'l_commit',
  'l_version',
  'last',
  'len',
  'length',
  'log',
  'machine_id',
  'mode',
  'mtime',
  'name',
  'path',
  'pathname',
  'receiver',
  'secctx',
  'sender',
  'service',
  'size',
  'taint',
  'tgid',
  'truncated',
  'uid',
  'uuid',
  'valid',
  'value',
  'version',
] as const

/** Keys of the attributes in CamFlow's name space. */
export const cf = Object.fromEntries(
  names.map((name) => [name, attributeKey(`cf:${name}`)]),
) as unknown as Readonly<Record<(typeof names)[number], Key>>

export const provLabel = attributeKey('prov:label')
export const provType = attributeKey('prov:type')
