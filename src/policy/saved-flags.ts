/** The flags of one file, kept with it: written to its attribute, and read from it. */
import { closeSync, fstatSync } from 'node:fs'
import { getSystemErrorName } from 'node:util'
import type { CaptureIdentity } from '../kernel/control.ts'
import {
  readProvenanceXattr,
  removeProvenanceXattr,
  writeProvenanceXattr,
} from '../kernel/file-xattr.ts'
import { FLAG } from '../kernel/layout.ts'
import { type FoundObject, openPath } from '../kernel/request.ts'
import { vertexByBit } from '../record/registry.ts'
import { decodeSavedState, encodeSavedState, type SavedState } from '../record/saved-state.ts'

/** Flags that are kept. */
export const SAVED_FLAGS = FLAG.tracked | FLAG.opaque | FLAG.propagate

/**
 * What is saved with a file, whether or not anything captures; a symbolic link is followed.
 *
 * @returns `undefined` when nothing is.
 * @throws CF_FILE_MISSING when there is no such file, CF_SAVED_STATE when it is something else.
 */
export function readSavedState(path: string): SavedState | undefined {
  const fd = openPath(path)
  try {
    const value = readProvenanceXattr(fd)
    return value === undefined ? undefined : decodeSavedState(value)
  } finally {
    closeSync(fd)
  }
}

/**
 * Writes what the capture knows of a file to its attribute; takes that away when there is nothing to keep.
 *
 * @param fd of the file.
 * @returns the error's name, `EROFS`; `undefined`: done.
 */
export function writeSavedState(
  fd: number,
  found: FoundObject,
  identity: CaptureIdentity,
): string | undefined {
  const type = vertexByBit[found.type]?.name
  if (!isFlagged(found) || type === undefined) return nameOf(removeProvenanceXattr(fd))
  const { mode, uid, gid } = fstatSync(fd)
  const { id, version, taint, nameId, ino, sbUuid, flags } = found
  const value = encodeSavedState({
    ...{ type, id, version, taint, nameId, ino, sbUuid, mode, uid, gid },
    ...{ bootId: identity.bootId, machineId: identity.machineId },
    isTracked: (flags & FLAG.tracked) !== 0,
    isOpaque: (flags & FLAG.opaque) !== 0,
    doesPropagate: (flags & FLAG.propagate) !== 0,
  })
  return nameOf(writeProvenanceXattr(fd, value))
}

/** Whether there is anything to keep of a file. */
export function isFlagged({ flags, taint }: FoundObject): boolean {
  return (flags & SAVED_FLAGS) !== 0 || taint !== 0n
}

/** Saved flags as bits of `FLAG`. */
export function flagBits(state: SavedState): number {
  return (
    (state.isTracked ? FLAG.tracked : 0) |
    (state.isOpaque ? FLAG.opaque : 0) |
    (state.doesPropagate ? FLAG.propagate : 0)
  )
}

function nameOf(errno: number): string | undefined {
  return errno === 0 ? undefined : getSystemErrorName(-errno)
}
