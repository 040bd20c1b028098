import { CamflowError } from '../errors.ts'
import type { ControlPlane, FlaggedFile } from '../policy/control-plane.ts'

/** Files that have flags of their own; `undefined`: only root may see which. */
export function shownFiles(plane: ControlPlane): readonly FlaggedFile[] | undefined {
  try {
    return plane.flaggedFiles()
  } catch (error) {
    if (error instanceof CamflowError && error.code === 'CF_NOT_PERMITTED') return undefined
    throw error
  }
}
