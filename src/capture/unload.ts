/** The end of a capture that outlives the processes that read and control it. */
import { pinnedMode, unpin } from '../kernel/pins.ts'
import { openKeptState } from './kept-state.ts'
import { loadPinned } from './session.ts'

/** Ends what is pinned and what is kept for it. @returns false when nothing is pinned. */
export async function unloadCapture(pinDirectory: string): Promise<boolean> {
  if (pinnedMode(pinDirectory) === undefined) return false
  const session = await loadPinned(pinDirectory)
  openKeptState(session.bootId).forget()
  unpin(pinDirectory)
  await session.close()
  return true
}
