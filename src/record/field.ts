/**
 * What one field of a record is: how wide it is on the wire, what a record object shows for it, and how
 * it reads in JSON. The definitions under `vertices/` are lists of these; the C header, the decoder, the
 * formats and the reference page are all derived from them.
 */

/** Width on the wire, or what the bytes hold when they are not one integer. */
export type FieldKind =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 's64'
  | 'bytes'
  | 'cstring'
  | 'utsname'
  | 'text'
  | 'flag'

/** How a value is written in JSON (`spec/output-formats.md` §3). */
export type JsonForm =
  | 'number'
  | 'string'
  | 'hex32'
  | 'boolean'
  | 'uuid'
  | 'text'
  | 'base64'
  | 'members'

/** The six names of `uname(2)`, with the domain. */
export interface Utsname {
  readonly sysname: string
  readonly nodename: string
  readonly release: string
  readonly version: string
  readonly machine: string
  readonly domainname: string
}

/** One field of a vertex message, in wire order. */
export interface Field<Name extends string = string, Kind extends FieldKind = FieldKind> {
  /** Name in the C structure, unless `member` says otherwise; the record's property is its camelCase. */
  readonly name: Name
  readonly kind: Kind
  /** Bytes of the C member; 0: a flexible array at the end of the message. */
  readonly width: number
  /** Alignment of the C member, and for arrays the width of one element. */
  readonly align: number
  /** Name of the C member where it differs from `name`. */
  readonly member?: string
  /** Name of the JSON attribute; a field without one is not written. */
  readonly json?: string
  readonly form?: JsonForm
  /** Unit or number base, where the value has one. */
  readonly unit?: string
  /** One line: what the value says. */
  readonly meaning: string
  /** Where the kernel keeps the value. */
  readonly source: string
  /** Wire bookkeeping (lengths, padding) that a record object does not show. */
  readonly isHidden?: boolean
}

/** What a definition may say about a field beyond its name and kind. */
export interface FieldNotes {
  readonly json?: string
  readonly form?: JsonForm
  readonly unit?: string
  readonly meaning: string
  readonly source: string
  readonly member?: string
}

const WIDTHS = { u8: 1, u16: 2, u32: 4, u64: 8, s64: 8 } as const

function integer<K extends keyof typeof WIDTHS>(kind: K) {
  return <const N extends string>(name: N, notes: FieldNotes): Field<N, K> => ({
    name,
    kind,
    width: WIDTHS[kind],
    align: WIDTHS[kind],
    ...notes,
  })
}

/** Unsigned and signed integers, little-endian. 64 bits are `bigint` in a record. */
export const u8 = integer('u8')
export const u16 = integer('u16')
export const u32 = integer('u32')
export const u64 = integer('u64')
export const s64 = integer('s64')

/** `width` raw bytes; 0 means all bytes up to the length field's count. */
export function bytes<const N extends string>(
  name: N,
  width: number,
  notes: FieldNotes,
): Field<N, 'bytes'> {
  return { name, kind: 'bytes', width, align: 1, ...notes }
}

/** A text of at most `width` bytes that ends at its first NUL. */
export function cstring<const N extends string>(
  name: N,
  width: number,
  notes: FieldNotes,
): Field<N, 'cstring'> {
  return { name, kind: 'cstring', width, align: 1, ...notes }
}

/** A text at the end of the message, as long as its length field says. */
export function text<const N extends string>(name: N, notes: FieldNotes): Field<N, 'text'> {
  return { name, kind: 'text', width: 0, align: 1, ...notes }
}

/** The kernel's `struct new_utsname`: six texts of 65 bytes. */
export function utsname<const N extends string>(name: N, notes: FieldNotes): Field<N, 'utsname'> {
  return { name, kind: 'utsname', width: 390, align: 1, ...notes }
}

/** A yes or no of `width` bytes; width 0: derived by the reader, not a member of its own. */
export function flag<const N extends string>(
  name: N,
  width: 0 | 1 | 4,
  notes: FieldNotes,
): Field<N, 'flag'> {
  return { name, kind: 'flag', width, align: Math.max(width, 1), ...notes }
}

/** Wire bookkeeping: in the C structure, not in a record. */
export function hidden<const N extends string, const K extends keyof typeof WIDTHS>(
  name: N,
  kind: K,
  meaning: string,
): Field<N, K> & { readonly isHidden: true } {
  const width = WIDTHS[kind]
  return { name, kind, width, align: width, meaning, source: 'wire', isHidden: true }
}

/** `width` bytes of padding, zero. */
export function padding<const N extends string>(
  name: N,
  width: number,
): Field<N, 'u8'> & { readonly isHidden: true } {
  return { name, kind: 'u8', width, align: 1, meaning: 'zero', source: 'wire', isHidden: true }
}

/** `cancel_wbytes` -> `cancelWbytes`: the property of a record for a member of the C structure. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S

/** What a record holds for a field of one kind. */
export interface FieldValues {
  readonly u8: number
  readonly u16: number
  readonly u32: number
  readonly u64: bigint
  readonly s64: bigint
  readonly bytes: Uint8Array
  readonly cstring: string
  readonly utsname: Utsname
  readonly text: string
  readonly flag: boolean
}

/** The properties that a list of fields gives a record. */
export type FieldsOf<Fields extends readonly Field[]> = {
  readonly [F in Fields[number] as F extends { readonly isHidden: true }
    ? never
    : CamelCase<F['name']>]: FieldValues[F['kind']]
}

/** The property of a record for a field: its name in camelCase. */
export function propertyName(field: Field): string {
  return field.name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
