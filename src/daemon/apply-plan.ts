/**
 * Puts a capture plan in force, all or nothing: afterwards the loaded policy is the plan, and what an earlier
 * one asked for and this one does not is undone. When a step fails everything is as it was before.
 */
import type { CapturePlan } from '../config/capture-plan.ts'
import { CamflowError } from '../errors.ts'
import type { ControlPlane, FlaggedFile, ObjectChange } from '../policy/control-plane.ts'

/** A file that policy names and that is not there. */
export interface MissingFile {
  readonly path: string
  readonly reason: string
}

const NO_FLAGS = { track: false, propagate: false, opaque: false } as const

/**
 * Applies a plan.
 *
 * @returns files of the plan that are not there: as in CamFlow they keep nothing from being applied.
 * @throws what the control plane throws, after the policy of before is in force again.
 */
export function applyPlan(plane: ControlPlane, plan: CapturePlan): readonly MissingFile[] {
  const before = {
    policy: plane.policy,
    targets: plane.targets(),
    files: plane.flaggedFiles(),
  }
  try {
    plane.replaceTargets(plan.targets)
    const missing = flagFiles(plane, plan)
    // One store switches everything: until then the policy of before was in force.
    plane.changePolicy(plan.policy)
    return missing
  } catch (error) {
    plane.replaceTargets(before.targets)
    restoreFiles(plane, before.files)
    plane.changePolicy(before.policy)
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
    const reason = unlessMissing(() => plane.changeFile(path, { ...NO_FLAGS, ...change }))
    return reason === undefined ? [] : [{ path, reason }]
  })
}

function unlessMissing(change: () => void): string | undefined {
  try {
    change()
    return undefined
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
