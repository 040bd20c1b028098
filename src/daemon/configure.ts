/** The work of `camconfd`: loads the programs when they are not, and puts a configuration in force. */
import type { CapturePlan } from '../config/capture-plan.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import { type Applied, applyPlan } from './apply-plan.ts'

/** The two numbers that scope every identifier. */
export interface Identity {
  readonly machineId: number
  readonly bootId: number
}

/** How the programs are reached. */
export interface CaptureDoor {
  /** Opens the loaded programs; `undefined` when none are. */
  open(): ControlPlane | undefined
  /** Loads and pins them, capturing nothing yet. */
  load(identity: Identity, ringBytes: number): Promise<void>
  /** Takes them away. */
  unload(): void
}

/** How it went. */
export interface ConfigureReport extends Applied {
  readonly facts: ControlPlane['facts']
  /** The programs were loaded by this run. */
  readonly isNew: boolean
  /** What the configuration asks for and only programs that are loaded anew can have. */
  readonly postponed: readonly string[]
}

/**
 * Puts a plan in force, all or nothing: what fails leaves the capture of before, or none.
 *
 * @throws what loading or the control plane throws.
 */
export async function configure(
  door: CaptureDoor,
  plan: CapturePlan,
  identity: Identity,
): Promise<ConfigureReport> {
  const running = door.open()
  if (running !== undefined) {
    const postponed = postponedChanges(running, plan, identity)
    return { ...applyAndClose(running, plan), isNew: false, postponed }
  }
  await door.load(identity, plan.ringBytes)
  try {
    const plane = door.open()
    if (plane === undefined) throw new TypeError('what was loaded cannot be found')
    return { ...applyAndClose(plane, plan), isNew: true, postponed: [] }
  } catch (error) {
    door.unload()
    throw error
  }
}

function applyAndClose(plane: ControlPlane, plan: CapturePlan) {
  try {
    return { facts: plane.facts, ...applyPlan(plane, plan) }
  } finally {
    plane.close()
  }
}

function postponedChanges(
  { facts }: ControlPlane,
  plan: CapturePlan,
  { machineId }: Identity,
): readonly string[] {
  const changes: string[] = []
  if (facts.ringBytes !== plan.ringBytes) {
    changes.push(`a ring of ${plan.ringBytes} bytes instead of ${facts.ringBytes}`)
  }
  if (facts.machineId !== machineId) {
    changes.push(`machine id ${machineId} instead of ${facts.machineId}`)
  }
  return changes
}
