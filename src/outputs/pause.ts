import { setTimeout as sleep } from 'node:timers/promises'

/** Waits. @returns false when the signal ended the pause early. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(durationMs, undefined, { signal })
    return true
  } catch {
    // Only the signal ends a sleep early.
    return false
  }
}
