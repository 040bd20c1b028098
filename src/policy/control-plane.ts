/**
 * Everything that can be controlled on a loaded capture, and asked of it. One implementation changes the
 * programs in the kernel (kernel-plane.ts), one keeps it all in memory for tests (memory-plane.ts).
 * Where CamFlow had files under /sys/kernel/security/provenance, there is a member here.
 *
 * All of it is synchronous: a change is in force when the call returns. What cannot be meant is a TypeError, a
 * number out of range a RangeError, and then nothing is changed.
 */
import type { ContextModule, RelayBuffers } from '../kernel/control.ts'
import type { CaptureMode } from '../kernel/object-file.ts'
import type { Policy } from '../kernel/policy.ts'
import type { VertexTypeName } from '../record/registry.ts'
import type { FlagPersistence } from './flag-persistence.ts'
import type { Target, TargetKey } from './target.ts'

/** What does not change while a capture is loaded. */
export interface PlaneFacts {
  readonly mode: CaptureMode
  /** The security module whose contexts are told and can be targets; `undefined`: none can. */
  readonly contextModule: ContextModule | undefined
  /** The two numbers that scope every identifier. */
  readonly machineId: number
  readonly bootId: number
  /** Version of the record model, `0.9.0`. */
  readonly captureVersion: string
  /** What the loaded programs were built from. */
  readonly captureCommit: string
  /** Version of this package. */
  readonly libraryVersion: string
  /** What this package was built from: 40 hex digits, zeros where that is not known. */
  readonly libraryCommit: string
  /** Size of the ring. */
  readonly ringBytes: number
}

/** A change of flags and labels: true sets, false clears, what is left out stays. */
export interface ObjectChange {
  readonly track?: boolean
  readonly propagate?: boolean
  readonly opaque?: boolean
  /** Labels to add; a label is never taken away. */
  readonly taint?: bigint
}

/** What the words of the command line mean for a file or process. @source cli specification §2.1 */
export const trackingWords = {
  true: { track: true },
  propagate: { track: true, propagate: true },
  false: { track: false, propagate: false },
} as const satisfies Readonly<Record<string, ObjectChange>>

/** An object as the capture knows it. */
export interface ObjectState {
  readonly type: VertexTypeName
  /** Node id. */
  readonly id: bigint
  readonly bootId: number
  readonly machineId: number
  readonly version: number
  readonly taint: bigint
  readonly isTracked: boolean
  readonly isOpaque: boolean
  readonly doesPropagate: boolean
  /** After a change: why it is not saved with the file although flags persist; an error's name or a `SaveFailure`. */
  readonly unsaved?: string
}

/** A file that got its flags from `changeFile`. */
export interface FlaggedFile {
  /** As it was given then, absolute; of a file named by a descriptor its own. */
  readonly path: string
  readonly isTracked: boolean
  readonly isOpaque: boolean
  readonly doesPropagate: boolean
  readonly taint: bigint
}

/** The controls of one loaded capture. */
export interface ControlPlane {
  readonly facts: PlaneFacts
  /** The switches and the ten type filters in force. */
  readonly policy: Policy
  /** Whether flags of files outlive this capture. */
  readonly persistence: FlagPersistence
  /** How the file in force asked for the ring; `undefined`: no file did. */
  relayBuffers: RelayBuffers | undefined
  /** Changes some of them, all at once. */
  changePolicy(parts: Partial<Policy>): void

  /** Targets in force: by kind as in `targetKinds`, within a kind in the order they were set. */
  targets(): readonly Target[]
  /**
   * Sets a target, for objects that exist as well as for those to come. On a key that is there already
   * addresses add to what it does, all others replace it.
   *
   * @throws TypeError for what no target can be, CF_TARGET_FULL when there is no room for one more,
   *   CF_TARGET_UNSUPPORTED for a security context where `facts.contextModule` is `undefined`.
   */
  setTarget(target: Target): void
  /** Deletes a target; flags that it gave stay. @returns false when there was none. */
  deleteTarget(key: TargetKey): boolean
  /** Makes these, and no others, the targets in force. @throws as `setTarget`; then nothing is changed. */
  replaceTargets(targets: readonly Target[]): void

  /**
   * What is known of a file (of any kind; a symbolic link is followed). `/proc/self/fd/7` is what that descriptor
   * has open.
   *
   * @throws CF_FILE_MISSING when there is none, or it cannot be reached in this capture mode.
   */
  file(path: string): ObjectState
  /**
   * Changes a file's flags, now and when the kernel has forgotten and reads it again.
   *
   * @returns `undefined` when a flagged file is gone by now and was only to lose its flags.
   * @throws CF_FILE_MISSING as `file`.
   */
  changeFile(path: string, change: ObjectChange): ObjectState | undefined
  /**
   * Files whose flags `changeFile` set; one whose flags were all cleared is not among them, nor one that has no
   * path and was named by a descriptor.
   *
   * @throws CF_NOT_PERMITTED for who is not root: paths may be of folders that are closed.
   */
  flaggedFiles(): readonly FlaggedFile[]

  /**
   * What is known of a process: of its memory, which is what flags stand on.
   *
   * @param pid as this process sees it.
   * @throws CF_PROCESS_MISSING when there is none.
   */
  process(pid: number): ObjectState
  /** Changes a process's flags: those of its memory and of all its threads. */
  changeProcess(pid: number, change: ObjectChange): ObjectState

  /** Every vertex counts as not published from now on. */
  nextEpoch(): void
  /** Lets the reader have at once what waits in the ring. */
  flush(): void
  /** Records made since loading that found no room. */
  readonly dropped: number
  /** Whether anything was recorded since loading. */
  readonly hasWritten: boolean
  /** Fingerprint of version, switches, filters and targets: SHA-256, 32 bytes. */
  policyHash(): Uint8Array

  /** Lets go. What is in force stays so. */
  close(): void
}
