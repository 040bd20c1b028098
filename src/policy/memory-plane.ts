/** A control plane without a kernel, for tests: files and processes are whatever a test says. */
import { CamflowError } from '../errors.ts'
import type { RelayBuffers } from '../kernel/control.ts'
import { defaultPolicy, type Policy } from '../kernel/policy.ts'
import { checkObjectChange, checkPath, checkPolicyParts, checkProcessId } from './check-change.ts'
import type {
  ControlPlane,
  FlaggedFile,
  ObjectChange,
  ObjectState,
  PlaneFacts,
} from './control-plane.ts'
import type { FlagPersistence, RestoreReport, SaveReport } from './flag-persistence.ts'
import { policyHash } from './policy-text.ts'
import {
  checkTarget,
  checkTargetKey,
  mergeTarget,
  type Target,
  type TargetKey,
  targetKeyText,
  targetKinds,
} from './target.ts'

/** What a test may set up. */
export interface MemoryPlaneOptions {
  readonly facts?: Partial<PlaneFacts>
  readonly policy?: Partial<Policy>
  /** Files that exist. @default every path exists */
  readonly files?: readonly string[]
  /** Processes that exist. @default every process exists */
  readonly processes?: readonly number[]
}

const FACTS: PlaneFacts = {
  mode: 'lsm',
  contextModule: 'apparmor',
  machineId: 1,
  bootId: 1,
  captureVersion: '0.9.0',
  captureCommit: 'c'.repeat(40),
  libraryVersion: '0.0.0',
  libraryCommit: 'd'.repeat(40),
  ringBytes: 8 << 20,
}

const NOTHING: RestoreReport = { restored: 0, missing: 0, failed: 0 }

/** Keeps nothing, and remembers whether it was told to. */
class MemoryPersistence implements FlagPersistence {
  isOn = false

  turn(isOn: boolean): RestoreReport {
    this.isOn = isOn
    return NOTHING
  }

  restore(): RestoreReport {
    return NOTHING
  }

  save(): SaveReport {
    return { saved: 0, waiting: 0, failures: {}, isAll: true }
  }
}

/** A control plane in memory. */
export class MemoryPlane implements ControlPlane {
  readonly facts: PlaneFacts
  readonly persistence = new MemoryPersistence()
  policy: Policy
  relayBuffers: RelayBuffers | undefined
  /** To be set by a test. */
  dropped = 0
  hasWritten = false
  epoch = 1
  flushes = 0
  isClosed = false
  readonly #options: MemoryPlaneOptions
  readonly #files = new Map<string, ObjectState>()
  readonly #processes = new Map<number, ObjectState>()
  readonly #targets = new Map<string, Target>()
  #lastId = 0n

  constructor(options: MemoryPlaneOptions = {}) {
    this.#options = options
    this.facts = { ...FACTS, ...options.facts }
    this.policy = { ...defaultPolicy, ...options.policy }
  }

  changePolicy(parts: Partial<Policy>): void {
    checkPolicyParts(parts)
    this.policy = { ...this.policy, ...parts }
  }

  targets(): readonly Target[] {
    const all = [...this.#targets.values()]
    return targetKinds.flatMap((kind) => all.filter((each) => each.kind === kind))
  }

  setTarget(target: Target): void {
    this.#checkTarget(target)
    const key = targetKeyText(target)
    this.#targets.set(key, mergeTarget(this.#targets.get(key), target))
  }

  deleteTarget(key: TargetKey): boolean {
    checkTargetKey(key)
    return this.#targets.delete(targetKeyText(key))
  }

  replaceTargets(targets: readonly Target[]): void {
    for (const target of targets) this.#checkTarget(target)
    this.#targets.clear()
    for (const target of targets) this.setTarget(target)
  }

  file(path: string): ObjectState {
    checkPath(path)
    if (this.#options.files?.includes(path) === false) {
      throw new CamflowError('CF_FILE_MISSING', path)
    }
    return this.#known(this.#files, path, 'file')
  }

  changeFile(path: string, change: ObjectChange): ObjectState | undefined {
    checkPath(path)
    checkObjectChange(change)
    const isGone = this.#options.files?.includes(path) === false
    if (isGone && !change.track && !change.propagate && !change.opaque && !change.taint) {
      if (this.#files.delete(path)) return undefined
    }
    const state = changed(this.file(path), change)
    this.#files.set(path, state)
    return state
  }

  flaggedFiles(): readonly FlaggedFile[] {
    return [...this.#files]
      .filter(([, { isTracked, isOpaque, doesPropagate, taint }]) => {
        return isTracked || isOpaque || doesPropagate || taint !== 0n
      })
      .map(([path, { isTracked, isOpaque, doesPropagate, taint }]) => {
        return { path, isTracked, isOpaque, doesPropagate, taint }
      })
  }

  process(pid: number): ObjectState {
    checkProcessId(pid)
    if (this.#options.processes?.includes(pid) === false) {
      throw new CamflowError('CF_PROCESS_MISSING', `Process ${pid}.`)
    }
    return this.#known(this.#processes, pid, 'process_memory')
  }

  changeProcess(pid: number, change: ObjectChange): ObjectState {
    checkObjectChange(change)
    const state = changed(this.process(pid), change)
    this.#processes.set(pid, state)
    return state
  }

  nextEpoch(): void {
    this.epoch++
  }

  flush(): void {
    this.flushes++
  }

  policyHash(): Uint8Array {
    return policyHash(this.facts.captureVersion, this.policy, this.targets())
  }

  close(): void {
    this.isClosed = true
  }

  #checkTarget(target: Target): void {
    checkTarget(target)
    if (target.kind !== 'secctx' || this.facts.contextModule !== undefined) return
    throw new CamflowError('CF_TARGET_UNSUPPORTED', target.context)
  }

  #known<K>(objects: Map<K, ObjectState>, key: K, type: ObjectState['type']): ObjectState {
    const known = objects.get(key)
    if (known !== undefined) return known
    const { bootId, machineId } = this.facts
    const flags = { isTracked: false, isOpaque: false, doesPropagate: false }
    const state = { type, id: ++this.#lastId, bootId, machineId, version: 1, taint: 0n, ...flags }
    objects.set(key, state)
    return state
  }
}

function changed(state: ObjectState, change: ObjectChange): ObjectState {
  return {
    ...state,
    isTracked: change.track ?? state.isTracked,
    isOpaque: change.opaque ?? state.isOpaque,
    doesPropagate: change.propagate ?? state.doesPropagate,
    taint: state.taint | (change.taint ?? 0n),
  }
}
