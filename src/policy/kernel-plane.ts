/** The control plane of capture programs in the kernel. */
import { CamflowError } from '../errors.ts'
import type { RelayBuffers } from '../kernel/control.ts'
import { type Instance, openInstance } from '../kernel/instance.ts'
import { readEntry } from '../kernel/kernel-object.ts'
import { FLAG, TARGET_KIND } from '../kernel/layout.ts'
import { buildOfEntry, MACHINE_BYTES, MODEL_VERSION_TEXT } from '../kernel/machine.ts'
import { DEFAULT_PIN_DIRECTORY, openPinned } from '../kernel/pins.ts'
import type { Policy } from '../kernel/policy.ts'
import {
  changeFile,
  changeProcess,
  type FlagChange,
  type FoundObject,
  flushRelay,
  mapOf,
  scanForTargets,
} from '../kernel/request.ts'
import { vertexByBit } from '../record/registry.ts'
import { checkObjectChange, checkPath, checkPolicyParts, checkProcessId } from './check-change.ts'
import type {
  ControlPlane,
  FlaggedFile,
  ObjectChange,
  ObjectState,
  PlaneFacts,
} from './control-plane.ts'
import { FileStore, factsOfFlags } from './file-store.ts'
import type { FlagPersistence } from './flag-persistence.ts'
import { KernelPersistence } from './kernel-persistence.ts'
import { policyHash } from './policy-text.ts'
import { checkTarget, checkTargetKey, type Target, type TargetKey } from './target.ts'
import { TargetStore } from './target-store.ts'
import { libraryCommit, libraryVersion } from './version.ts'

/**
 * Opens the controls of the capture that is pinned in a directory.
 *
 * @throws CF_PIN_MISSING when nothing is pinned there, CF_NOT_PERMITTED without the right to open it.
 */
export function openControlPlane(directory: string = DEFAULT_PIN_DIRECTORY): ControlPlane {
  const programs = openPinned(directory)
  const instance = openInstance(programs.mode, programs)
  return new KernelPlane(instance, () => instance.close())
}

/** Controls one instance. */
export class KernelPlane implements ControlPlane {
  readonly facts: PlaneFacts
  readonly persistence: FlagPersistence
  readonly #instance: Instance
  readonly #targets: TargetStore
  readonly #files: FileStore
  readonly #close: () => void

  /** @param close what `close` does: the instance may be somebody else's. */
  constructor(instance: Instance, close: () => void = () => {}) {
    const { programs, control, mode, relay } = instance
    this.#instance = instance
    this.#targets = new TargetStore(programs, control)
    const persistence = new KernelPersistence(instance)
    this.persistence = persistence
    this.#files = new FileStore(programs, (fd, found) =>
      persistence.isOn ? persistence.keep(fd, found) : undefined,
    )
    this.#close = close
    this.facts = {
      mode,
      contextModule: control.contextModule,
      ...control.identity,
      captureVersion: MODEL_VERSION_TEXT,
      captureCommit: buildOfEntry(readEntry(mapOf(programs, 'machine'), MACHINE_BYTES)),
      libraryVersion: libraryVersion(),
      libraryCommit: libraryCommit(),
      ringBytes: relay.sizeBytes,
    }
  }

  get policy(): Policy {
    return this.#instance.control.policy
  }

  get relayBuffers(): RelayBuffers | undefined {
    return this.#instance.control.relayBuffers
  }

  set relayBuffers(buffers: RelayBuffers | undefined) {
    this.#instance.control.relayBuffers = buffers
  }

  changePolicy(parts: Partial<Policy>): void {
    checkPolicyParts(parts)
    const { control } = this.#instance
    const wasEnabled = control.policy.isEnabled
    control.change(parts)
    // While capture was off nobody met the targets.
    if (!wasEnabled && control.policy.isEnabled) this.#scan(control.targets)
  }

  targets(): readonly Target[] {
    return this.#targets.list()
  }

  setTarget(target: Target): void {
    checkTarget(target)
    this.#targets.set(target)
    this.#scan(TARGET_KIND[target.kind])
  }

  deleteTarget(key: TargetKey): boolean {
    checkTargetKey(key)
    return this.#targets.delete(key)
  }

  replaceTargets(targets: readonly Target[]): void {
    for (const target of targets) checkTarget(target)
    this.#targets.replace(targets)
    this.#scan(this.#instance.control.targets)
  }

  file(path: string): ObjectState {
    checkPath(path)
    return this.#stateOf(changeFile(this.#instance.programs, path))
  }

  changeFile(path: string, change: ObjectChange): ObjectState | undefined {
    checkPath(path)
    checkObjectChange(change)
    const found = this.#files.change(path, flagsOf(change))
    if (found === undefined) return undefined
    const { unsaved } = found
    return { ...this.#stateOf(found), ...(unsaved === undefined ? {} : { unsaved }) }
  }

  flaggedFiles(): readonly FlaggedFile[] {
    return this.#files.list()
  }

  process(pid: number): ObjectState {
    checkProcessId(pid)
    return this.#stateOf(changeProcess(this.#instance.programs, pid))
  }

  changeProcess(pid: number, change: ObjectChange): ObjectState {
    checkProcessId(pid)
    checkObjectChange(change)
    return this.#stateOf(changeProcess(this.#instance.programs, pid, flagsOf(change)))
  }

  nextEpoch(): void {
    this.#instance.control.nextEpoch()
  }

  flush(): void {
    flushRelay(this.#instance.programs)
  }

  get dropped(): number {
    const { lostRelations, lostVertices } = this.#instance.counters.read()
    return lostRelations + lostVertices
  }

  get hasWritten(): boolean {
    return this.#instance.counters.read().chunks > 0
  }

  policyHash(): Uint8Array {
    return policyHash(this.facts.captureVersion, this.policy, this.targets())
  }

  close(): void {
    this.#close()
  }

  #scan(kinds: number): void {
    const { programs, counters, control } = this.#instance
    if (!control.policy.isEnabled || kinds === 0) return
    scanForTargets(programs, kinds, counters.read().objectsUsed)
  }

  #stateOf({ type, id, version, taint, flags }: FoundObject): ObjectState {
    const name = vertexByBit[type]?.name
    if (name === undefined) throw new CamflowError('CF_RECORD_UNKNOWN_TYPE', String(type))
    const { bootId, machineId } = this.facts
    return { type: name, id, bootId, machineId, version, taint, ...factsOfFlags(flags) }
  }
}

function flagsOf(change: ObjectChange): FlagChange {
  let set = 0
  let clear = 0
  for (const [value, flag] of [
    [change.track, FLAG.tracked],
    [change.propagate, FLAG.propagate],
    [change.opaque, FLAG.opaque],
  ] as const) {
    if (value === true) set |= flag
    if (value === false) clear |= flag
  }
  return { set, clear, taint: change.taint ?? 0n }
}
