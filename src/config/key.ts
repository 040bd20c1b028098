/**
 * What one configuration key is. The two tables, `capture-keys.ts` and `recording-keys.ts`, are made of
 * these; the reader, the sample files, the reference page and the manual pages follow from them.
 */

/** What the machine is asked while a file is read or written; `undefined` for what it does not have. */
export interface Surroundings {
  userId(name: string): number | undefined
  userName(uid: number): string | undefined
  groupId(name: string): number | undefined
  groupName(gid: number): string | undefined
  /** Of a version 2 control group, by the path of its directory. */
  cgroupId(path: string): bigint | undefined
  cgroupPath(id: bigint): string | undefined
  hasFile(path: string): boolean
  /** Whether processes have security contexts that capture can read. */
  hasContexts(): boolean
}

/** A machine that has nothing: for values that no machine needs to be asked about. */
export const nowhere: Surroundings = {
  userId: () => undefined,
  userName: () => undefined,
  groupId: () => undefined,
  groupName: () => undefined,
  cgroupId: () => undefined,
  cgroupPath: () => undefined,
  hasFile: () => false,
  hasContexts: () => false,
}

/** How the text of one value came out. With an error the value is the part of it that is right, if any. */
export type Reading<Value> =
  | { readonly value: Value; readonly warning?: string }
  | { readonly warning: string }
  | { readonly error: string; readonly value?: Value }

/** A kind of value: how it is read and written. */
export interface ValueKind<Value> {
  /** What the reference page calls it, and its unit if it has one. */
  readonly name: string
  read(text: string, surroundings: Surroundings): Reading<Value>
  write(value: Value, surroundings: Surroundings): string
}

/** Where the values of several keys have to find room together. */
export interface Room {
  /** What takes it, several of them. */
  readonly name: string
  /** Different values that it has room for. */
  readonly most: number
}

/** What is said about a key. */
export interface KeyNotes {
  /** What the key does, in whole sentences. */
  readonly effect: string
  /** Values that the sample file shows as comments. */
  readonly examples?: readonly string[]
  /** Values that the sample file sets. @default the fallback of a scalar, nothing for others */
  readonly shipped?: readonly string[]
  /** Where the values have to find room. @default anywhere */
  readonly room?: Room
  /** Where the key comes from. @default 'CamFlow' */
  readonly origin?: KeyOrigin
}

/** A key of CamFlow's, or one that only this CamFlow knows. */
export type KeyOrigin = 'CamFlow' | 'CamFlow 0.9' | 'this version'

interface KeyBase<Value> extends KeyNotes {
  readonly section: string
  readonly key: string
  readonly kind: ValueKind<Value>
}

/** A key with one value: the last line that sets it wins. */
export interface ScalarKey<Value> extends KeyBase<Value> {
  readonly isList: false
  /** The value when no line sets it. */
  readonly fallback: Value
}

/** A key whose lines add up, in the order of the file. */
export interface ListKey<Value> extends KeyBase<Value> {
  readonly isList: true
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds keys of every kind of value
export type ConfigKey = ScalarKey<any> | ListKey<any>

/** All keys of a file, by the property that the read configuration has for them. */
export type KeyTable = Readonly<Record<string, ConfigKey>>

/** The configuration that a table describes. */
export type ConfigOf<Table extends KeyTable> = {
  readonly [Name in keyof Table]: Table[Name] extends ListKey<infer Value>
    ? readonly Value[]
    : Table[Name] extends ScalarKey<infer Value>
      ? Value
      : never
}

/** A key with one value. */
export function scalar<Value>(
  section: string,
  key: string,
  kind: ValueKind<Value>,
  notes: KeyNotes & { readonly fallback: NoInfer<Value> },
): ScalarKey<Value> {
  return { section, key, kind, isList: false, ...notes }
}

/** A key with one value, or none when no line sets it. */
export function optional<Value>(
  section: string,
  key: string,
  kind: ValueKind<Value>,
  notes: KeyNotes,
): ScalarKey<Value | undefined> {
  return { section, key, kind, isList: false, fallback: undefined, ...notes }
}

/** A key whose lines add up. */
export function list<Value>(
  section: string,
  key: string,
  kind: ValueKind<Value>,
  notes: KeyNotes,
): ListKey<Value> {
  return { section, key, kind, isList: true, ...notes }
}
