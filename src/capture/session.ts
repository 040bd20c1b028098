/**
 * A capture in the hands of a program: started with private programs, or joined where a service has them
 * pinned. It offers the records (relay), the policy (control), the counters, and whom to track.
 */

import type { SecurityContextResolver } from '../formats/format.ts'
import type { Control } from '../kernel/control.ts'
import type { Counters, CounterValues } from '../kernel/counters.ts'
import { type FileTarget, makeFileOpaque } from '../kernel/file-target.ts'
import { type Instance, openInstance } from '../kernel/instance.ts'
import { FLAG } from '../kernel/layout.ts'
import { type InstanceOptions, type ModeChoice, openChosenMode } from '../kernel/modes.ts'
import type { CaptureMode } from '../kernel/object-file.ts'
import { DEFAULT_PIN_DIRECTORY, openPinned, pinPrograms } from '../kernel/pins.ts'
import { type Detail, defaultPolicy, type Policy, withoutDetails } from '../kernel/policy.ts'
import type { Relay } from '../kernel/relay.ts'
import { changeProcess, countMembers } from '../kernel/request.ts'
import { claimRing, type RingClaim } from '../kernel/ring-claim.ts'
import { SecurityContexts } from '../kernel/security-contexts.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import { KernelPlane } from '../policy/kernel-plane.ts'
import { captureNumber, machineNumber } from './identity.ts'

/** How a capture is started. */
export interface SessionOptions extends InstanceOptions {
  /** @default 'auto' */
  readonly mode?: ModeChoice
  /** The two numbers that scope every identifier. @default made of the machine's id, the boot and the ring */
  readonly machineId?: number
  readonly bootId?: number
  /** What is recorded although a capture that nobody configured leaves it out. @default nothing */
  readonly details?: Iterable<Detail>
  /** Parts of the policy that differ from `defaultPolicy` without the details. */
  readonly policy?: Partial<Policy>
  /** Pins the programs here, so that capture goes on after this process. @default not pinned */
  readonly pinDirectory?: string
}

/** How a process is tracked. */
export interface TrackOptions {
  /** What the process touches and starts is tracked as well. @default true */
  readonly propagate?: boolean
  /** It and its descendants are counted in `counters.members`. @default false */
  readonly member?: boolean
  /** Labels to put on it. */
  readonly taint?: bigint
}

/** What a capture did so far. */
export interface SessionStats extends CounterValues {
  readonly mode: CaptureMode
  /** Program runs that the kernel left out because the program ran on that CPU already. */
  readonly missedRuns: number
  readonly ringBytes: number
  readonly ringFillBytes: number
}

/** A capture in progress. */
export interface CaptureSession extends AsyncDisposable {
  readonly mode: CaptureMode
  /**
   * The records. A pinned capture has one reader: whoever takes this first, until the session's end.
   *
   * @throws CF_RING_TAKEN when another has it.
   */
  readonly relay: Relay
  /** The policy. What it has no use for is not attached, from the moment of its change. */
  readonly control: Control
  readonly counters: Counters
  /** Policy, targets, files and processes: everything that can be controlled. Ends with the session. */
  readonly plane: ControlPlane
  /** Scope of every identifier of this capture. */
  readonly bootId: number
  readonly machineId: number
  /** Hooks that nothing serves on this kernel, and why. */
  readonly missing: ReadonlyMap<string, string>
  /** Names of the programs that are attached. */
  readonly attached: ReadonlySet<string>
  /**
   * Tracks a process from now on.
   *
   * @returns its threads.
   * @throws CF_PROCESS_MISSING when it does not exist.
   */
  trackProcess(pid: number, options?: TrackOptions): number
  /** Live tasks of the tree of `camflow run`, asked one by one: right even where an end was skipped. */
  countMembers(): number
  /** Never captures this process nor what it touches. @returns its threads. */
  makeOpaque(pid: number): number
  /**
   * Never captures a file, whoever uses it. To be released before the file is removed.
   *
   * @returns `undefined` for what is no regular file.
   */
  makeFileOpaque(path: string): FileTarget | undefined
  /** The text of the security context that stands in a record as the number `secid`. */
  readonly securityContext: SecurityContextResolver
  stats(): SessionStats
  /** Ends this process's part; programs that are not pinned end with it. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Loads the capture programs and puts the policy in force. This process is opaque from then on.
 *
 * @throws CF_CAPTURE_NO_MODE when no mode works; what `openMode` throws when one was asked for.
 */
export async function startCapture(options: SessionOptions = {}): Promise<CaptureSession> {
  const instance = openChosenMode(options.mode ?? 'auto', options)
  try {
    instance.control.identity = {
      machineId: options.machineId ?? machineNumber(),
      bootId: options.bootId ?? captureNumber(instance.number),
    }
    const filters = withoutDetails(options.details)
    instance.control.policy = { ...defaultPolicy, ...filters, ...options.policy }
    if (options.pinDirectory !== undefined) {
      pinPrograms(instance.loaded, instance.mode, options.pinDirectory)
    }
    return new InstanceSession(instance, options.pinDirectory)
  } catch (error) {
    instance.close()
    throw error
  }
}

/**
 * Joins the capture that is pinned in a directory. Its ring is where the last reader left it. The policy
 * stays as it is. Any number of sessions may join to control; one of them may read.
 *
 * @throws CF_PIN_MISSING when nothing is pinned there, CF_NOT_PERMITTED for who may not look.
 */
export async function loadPinned(
  directory: string = DEFAULT_PIN_DIRECTORY,
): Promise<CaptureSession> {
  const programs = openPinned(directory)
  const session = new InstanceSession(openInstance(programs.mode, programs), directory)
  session.makeOpaque(process.pid)
  return session
}

class InstanceSession implements CaptureSession {
  readonly bootId: number
  readonly machineId: number
  readonly plane: ControlPlane
  readonly securityContext: SecurityContextResolver
  readonly #instance: Instance
  readonly #pinDirectory: string | undefined
  #claim: RingClaim | undefined
  #isClosed = false

  /** @param pinDirectory where others find the ring, too; `undefined`: it is this session's alone. */
  constructor(instance: Instance, pinDirectory: string | undefined) {
    const { bootId, machineId } = instance.control.identity
    this.#instance = instance
    this.#pinDirectory = pinDirectory
    this.bootId = bootId
    this.machineId = machineId
    this.plane = new KernelPlane(instance)
    this.securityContext = new SecurityContexts(instance.programs).of
  }

  get mode(): CaptureMode {
    return this.#instance.mode
  }

  get relay(): Relay {
    const directory = this.#pinDirectory
    if (directory !== undefined && !this.#isClosed) this.#claim ??= claimRing(directory)
    return this.#instance.relay
  }

  get control(): Control {
    return this.#instance.control
  }

  get counters(): Counters {
    return this.#instance.counters
  }

  get missing(): ReadonlyMap<string, string> {
    return this.#instance.programs.missing
  }

  get attached(): ReadonlySet<string> {
    return this.#instance.programs.attachments.names
  }

  trackProcess(pid: number, options: TrackOptions = {}): number {
    const propagate = (options.propagate ?? true) ? FLAG.propagate : 0
    const member = options.member ? FLAG.member : 0
    const { matched } = changeProcess(this.#instance.programs, pid, {
      set: FLAG.tracked | propagate | member,
      // A child of this process is opaque by birth.
      clear: FLAG.opaque,
      taint: options.taint ?? 0n,
    })
    return matched
  }

  countMembers(): number {
    return countMembers(this.#instance.programs)
  }

  makeOpaque(pid: number): number {
    const { matched } = changeProcess(this.#instance.programs, pid, {
      set: FLAG.opaque,
      clear: FLAG.tracked | FLAG.propagate,
    })
    return matched
  }

  makeFileOpaque(path: string): FileTarget | undefined {
    return makeFileOpaque(this.#instance.programs, path)
  }

  stats(): SessionStats {
    const { relay, counters } = this.#instance
    return {
      mode: this.mode,
      missedRuns: this.#instance.missedRuns(),
      ringBytes: relay.sizeBytes,
      ringFillBytes: relay.fillBytes,
      ...counters.read(),
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#instance.close()
    this.#claim?.release()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
