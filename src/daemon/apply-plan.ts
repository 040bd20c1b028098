/**
 * Puts a capture plan in force, all or nothing: afterwards the loaded policy is the plan, and what an earlier
 * one asked for and this one does not is undone. When a step fails everything is as it was before.
 */
import type { CapturePlan } from '../config/capture-plan.ts'
import { CamflowError } from '../errors.ts'
import type {
  ControlPlane,
  FlaggedFile,
  ObjectChange,
  ObjectState,
} from '../policy/control-plane.ts'
import { type RestoreReport, saveFailureText } from '../policy/flag-persistence.ts'
import type { Target } from '../policy/target.ts'

/** A file that policy names and that is not there, or does not keep its flags. */
export interface MissingFile {
  readonly path: string
  readonly reason: string
}

/** What came of a plan. */
export interface Applied {
  /** As in CamFlow they keep nothing from being applied. */
  readonly missing: readonly MissingFile[]
  /** Files that got back the flags of a capture before this one. */
  readonly restored: RestoreReport
  /** Targets of a kind that this machine does not have: they keep nothing else from being applied. */
  readonly unsupported: readonly Target[]
}

const NO_FLAGS = { track: false, propagate: false, opaque: false } as const

/**
 * Applies a plan.
 *
 * @throws what the control plane throws, after the policy of before is in force again.
 */
export function applyPlan(plane: ControlPlane, plan: CapturePlan): Applied {
  const before = {
    policy: plane.policy,
    targets: plane.targets(),
    files: plane.flaggedFiles(),
    persists: plane.persistence.isOn,
  }
  const hasContexts = plane.facts.contextModule !== undefined
  const unsupported = plan.targets.filter(({ kind }) => kind === 'secctx' && !hasContexts)
  try {
    // First of all: what the plan says of a file counts more than what was saved with it.
    const restored = plane.persistence.turn(plan.persists)
    plane.replaceTargets(plan.targets.filter((target) => !unsupported.includes(target)))
    const missing = flagFiles(plane, plan)
    // One store switches everything: until then the policy of before was in force.
    plane.changePolicy(plan.policy)
    // Another size is postponed, and what is in force stays as it was asked for.
    if (plane.facts.ringBytes === plan.ringBytes) plane.relayBuffers = plan.buffers
    return { missing, restored, unsupported }
  } catch (error) {
    plane.replaceTargets(before.targets)
    restoreFiles(plane, before.files)
    plane.changePolicy(before.policy)
    plane.persistence.turn(before.persists)
    throw error
  }
}

function flagFiles(plane: ControlPlane, { files }: CapturePlan): readonly MissingFile[] {
  const wanted = new Map<string, ObjectChange>()
  for (const { path, change } of files) wanted.set(path, { ...wanted.get(path), ...change })
  for (const { path } of plane.flaggedFiles()) {
    if (!wanted.has(path)) plane.changeFile(path, NO_FLAGS)
  }
  return [...wanted].flatMap(([path, change]) => {
    const reason = whyNot(() => plane.changeFile(path, { ...NO_FLAGS, ...change }))
    return reason === undefined ? [] : [{ path, reason }]
  })
}

function whyNot(change: () => ObjectState | undefined): string | undefined {
  try {
    const cause = change()?.unsaved
    return cause === undefined
      ? undefined
      : `its flags are not saved with it: ${saveFailureText(cause)}`
  } catch (error) {
    if (error instanceof CamflowError && error.code === 'CF_FILE_MISSING') return error.message
    throw error
  }
}

function restoreFiles(plane: ControlPlane, files: readonly FlaggedFile[]): void {
  const kept = new Set(files.map(({ path }) => path))
  for (const { path } of plane.flaggedFiles()) {
    if (!kept.has(path)) plane.changeFile(path, NO_FLAGS)
  }
  for (const { path, isTracked: track, doesPropagate: propagate, isOpaque: opaque } of files) {
    plane.changeFile(path, { track, propagate, opaque })
  }
}
