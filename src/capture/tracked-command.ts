/** A command that is tracked from before its first instruction until all that it started has ended. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaptureSession } from './session.ts'
import { type StoppedChild, spawnStopped } from './stopped-child.ts'

const LOOK_MS = 10
/** The kernel's count of tasks stays too high when it skipped the end of one: now and then they are counted. */
const COUNT_MS = 1000

/** Makes the command's process, tracked and stopped. A command that cannot be tracked is not left behind. */
export async function spawnTracked(
  session: CaptureSession,
  command: readonly string[],
): Promise<StoppedChild> {
  const child = await spawnStopped(command)
  try {
    session.trackProcess(child.pid, { propagate: true, member: true })
    return child
  } catch (error) {
    child.signal('SIGKILL')
    throw error
  }
}

/** Until no process of the command's tree is left, or the user has had enough. */
export async function membersGone(
  session: CaptureSession,
  interrupted: AbortSignal,
): Promise<void> {
  let countedAt = performance.now()
  while (session.counters.members > 0 && !interrupted.aborted) {
    await sleep(LOOK_MS)
    if (performance.now() - countedAt < COUNT_MS) continue
    if (session.countMembers() === 0) return
    countedAt = performance.now()
  }
}
