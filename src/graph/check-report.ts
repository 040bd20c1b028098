/** What a check of a log is asked and what it answers. */

/** What a log can do wrong. */
export type CheckProblemKind =
  | 'not-json'
  | 'unreadable'
  | 'unknown-section'
  | 'wrong-section'
  | 'malformed'
  | 'missing-end'
  | 'unmodelled-ends'
  | 'repeated-relation-differs'
  | 'relation-hole'
  | 'lost-but-present'
  | 'version-hole'
  | 'cycle'

/** One thing wrong. */
export interface CheckProblem {
  readonly kind: CheckProblemKind
  /** The log of the line, when logs are given by their paths. */
  readonly log?: string
  /** Counts from 1 in its log; 0: known only at the end. */
  readonly line: number
  readonly detail: string
}

/** What a log holds and whether it keeps its promises. */
export interface CheckReport {
  readonly isValid: boolean
  readonly lines: number
  /** Members per PROV-JSON section, loss marks included. */
  readonly sections: Readonly<Record<string, number>>
  /** Distinct vertex versions. */
  readonly vertices: number
  /** Machines and boots that relations or losses are of: a log is appended to after a reboot. */
  readonly captures: number
  /** Distinct relations. */
  readonly relations: number
  /** Relations that came more than once, as after a restart of the daemon; not a problem. */
  readonly repeatedRelations: number
  /** Relations that loss records tell of. */
  readonly lostRelations: number
  /** Distinct objects. */
  readonly objects: number
  readonly vertexTypes: Readonly<Record<string, number>>
  readonly relationTypes: Readonly<Record<string, number>>
  /** First relation id of the first capture and last of the last one; 0 without relations. */
  readonly firstRelation: number
  readonly lastRelation: number
  readonly problemCount: number
  /** The first problems found, at most `problemLimit`. */
  readonly problems: readonly CheckProblem[]
  /** Line of the first problem that has one, and the log that it is a line of. */
  readonly firstBadLine: number | undefined
  readonly firstBadLog: string | undefined
}

/** What a caller knows about the capture. */
export interface CheckOptions {
  /** Id that the first relation must have. @default the smallest in the log */
  readonly firstRelation?: number
  /** Id that the last relation must have. @default the largest in the log */
  readonly lastRelation?: number
  /** Problems kept for the report. @default 100 */
  readonly problemLimit?: number
}
