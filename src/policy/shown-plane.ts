/**
 * The service as who is not root sees it: everything is told that CamFlow tells to everybody, nothing can be
 * changed. What is in force is read from the kernel at each look.
 */
import { closeSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { Control, type RelayBuffers } from '../kernel/control.ts'
import { Counters, type CounterValues } from '../kernel/counters.ts'
import { disclose } from '../kernel/disclose.ts'
import { PUBLIC_DISCLOSURE_FILE } from '../kernel/disclosure-file.ts'
import { readEntry } from '../kernel/kernel-object.ts'
import { controlLayout } from '../kernel/layout.ts'
import { buildOfEntry, MACHINE_BYTES, MODEL_VERSION_TEXT } from '../kernel/machine.ts'
import { DEFAULT_PIN_DIRECTORY } from '../kernel/pins.ts'
import type { Policy } from '../kernel/policy.ts'
import { openPublicState, type ShownMaps } from '../kernel/public-state.ts'
import { mapOf, openPath } from '../kernel/request.ts'
import { vertexByBit } from '../record/registry.ts'
import { checkPath } from './check-change.ts'
import type { ControlPlane, FlaggedFile, ObjectState, PlaneFacts } from './control-plane.ts'
import { factsOfFlags } from './file-store.ts'
import type { FlagPersistence } from './flag-persistence.ts'
import { openControlPlane } from './kernel-plane.ts'
import { policyHash } from './policy-text.ts'
import type { Target } from './target.ts'
import { TargetStore } from './target-store.ts'
import { libraryCommit, libraryVersion } from './version.ts'

/**
 * Opens the controls of a pinned capture; those of the service only to look, for who has no more right.
 *
 * @throws as `openControlPlane`.
 */
export function openPlaneToLook(directory: string = DEFAULT_PIN_DIRECTORY): ControlPlane {
  try {
    return openControlPlane(directory)
  } catch (error) {
    const isClosed = error instanceof CamflowError && error.code === 'CF_NOT_PERMITTED'
    const shown = isClosed && directory === DEFAULT_PIN_DIRECTORY ? openPublicState() : undefined
    if (shown === undefined) throw error
    return new ShownPlane(shown)
  }
}

/** Tells, and changes nothing. */
export class ShownPlane implements ControlPlane {
  readonly facts: PlaneFacts
  readonly #shown: ShownMaps
  readonly #disclosureFile: string

  /** @param disclosureFile that tells of single files. */
  constructor(shown: ShownMaps, disclosureFile = PUBLIC_DISCLOSURE_FILE) {
    this.#shown = shown
    this.#disclosureFile = disclosureFile
    const control = this.#control
    const { mode } = control
    if (mode === undefined) throw new CamflowError('CF_NOT_PERMITTED')
    this.facts = {
      mode,
      contextModule: control.contextModule,
      ...control.identity,
      captureVersion: MODEL_VERSION_TEXT,
      captureCommit: buildOfEntry(readEntry(mapOf(shown, 'machine'), MACHINE_BYTES)),
      libraryVersion: libraryVersion(),
      libraryCommit: libraryCommit(),
      ringBytes: control.ringBytes,
    }
  }

  get policy(): Policy {
    return this.#control.policy
  }

  get relayBuffers(): RelayBuffers | undefined {
    return this.#control.relayBuffers
  }

  set relayBuffers(_: RelayBuffers | undefined) {
    refuse()
  }

  get persistence(): FlagPersistence {
    return { isOn: this.#control.persists, turn: refuse, restore: refuse, save: refuse }
  }

  targets(): readonly Target[] {
    return new TargetStore(this.#shown, this.#control).list()
  }

  file(path: string): ObjectState {
    checkPath(path)
    const fd = openPath(path)
    try {
      return this.#stateOf(fd, path)
    } finally {
      closeSync(fd)
    }
  }

  get dropped(): number {
    const { lostRelations, lostVertices } = this.#counters
    return lostRelations + lostVertices
  }

  get hasWritten(): boolean {
    return this.#counters.chunks > 0
  }

  policyHash(): Uint8Array {
    return policyHash(this.facts.captureVersion, this.policy, this.targets())
  }

  close(): void {
    this.#shown.close()
  }

  readonly changePolicy = refuse
  readonly setTarget = refuse
  readonly deleteTarget = refuse
  readonly replaceTargets = refuse
  readonly changeFile = refuse
  readonly process = refuse
  readonly changeProcess = refuse
  readonly nextEpoch = refuse
  readonly flush = refuse

  flaggedFiles(): readonly FlaggedFile[] {
    throw new CamflowError('CF_NOT_PERMITTED')
  }

  #stateOf(fd: number, path: string): ObjectState {
    const answer = disclose(this.#disclosureFile, { kind: 'file', type: 0, fd })
    if (answer.result === 'disabled') throw new CamflowError('CF_DISCLOSURE_DISABLED')
    const type = vertexByBit[answer.type]?.name
    if (answer.result !== 'done' || type === undefined) {
      throw new CamflowError('CF_FILE_MISSING', path)
    }
    const { bootId, machineId } = this.facts
    const { id, version, taint, flags } = answer
    return { type, id, bootId, machineId, version, taint, ...factsOfFlags(flags) }
  }

  get #control(): Control {
    return new Control(this.#read('control', controlLayout.control.size))
  }

  get #counters(): CounterValues {
    return new Counters(this.#read('counters', controlLayout.counters.size)).read()
  }

  #read(map: string, bytes: number): ArrayBuffer {
    const memory = new ArrayBuffer(bytes)
    new Uint8Array(memory).set(readEntry(mapOf(this.#shown, map), bytes))
    return memory
  }
}

function refuse(): never {
  throw new CamflowError('CF_ROOT_ONLY')
}
