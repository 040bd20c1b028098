/**
 * The service: a capture that is pinned, and a daemon that writes its records. The daemon says here
 * where, so that `camflow run` can leave the recording to it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { pinnedMode } from '../kernel/pins.ts'
import { type CaptureSession, loadPinned } from './session.ts'

/** What is kept for the captures of this boot; gone at the next, as are the captures. */
export const STATE_DIRECTORY = '/run/camflow'

/** What a daemon tells about itself. */
export interface ServiceFacts {
  readonly pid: number
  /** Where its records go. */
  readonly log: string
}

interface Stored extends ServiceFacts {
  /** When the process began: numbers of processes are given to others in time. */
  readonly started: string
}

/** A service to record with, or why there is none; no reason: nothing is pinned. */
export type FoundService =
  | { readonly session: CaptureSession; readonly facts: ServiceFacts }
  | { readonly reason: string | undefined }

function factsPath(captureNumber: number, directory: string): string {
  return `${directory}/${captureNumber}.service.json`
}

/** Tells that this process records a capture. @returns what takes it back. */
export function announceService(
  captureNumber: number,
  log: string,
  directory = STATE_DIRECTORY,
): { withdraw(): void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = factsPath(captureNumber, directory)
  const { pid } = process
  const stored: Stored = { pid, log, started: startOf(pid) ?? '' }
  writeFileSync(path, JSON.stringify(stored), { mode: 0o600 })
  return { withdraw: () => rmSync(path, { force: true }) }
}

/** Who records a capture now; `undefined`: nobody. */
export function recorderOf(
  captureNumber: number,
  directory = STATE_DIRECTORY,
): ServiceFacts | undefined {
  try {
    const stored = JSON.parse(readFileSync(factsPath(captureNumber, directory), 'utf8')) as Stored
    return startOf(stored.pid) === stored.started ? stored : undefined
  } catch {
    // Nobody has said so.
    return undefined
  }
}

/** Looks whether the capture that is pinned in a directory can record a command. */
export async function findService(pinDirectory: string): Promise<FoundService> {
  let session: CaptureSession
  try {
    if (pinnedMode(pinDirectory) === undefined) return { reason: undefined }
    session = await loadPinned(pinDirectory)
  } catch (error) {
    if (!(error instanceof CamflowError)) throw error
    return { reason: error.message }
  }
  const facts = recorderOf(session.bootId)
  if (facts !== undefined && session.control.policy.isEnabled) return { session, facts }
  await session.close()
  return { reason: facts === undefined ? 'no camflowd records what it captures' : 'it is disabled' }
}

/** Start time of a process in ticks since boot; `undefined` when it is gone. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // Field 22; the name in parentheses before the third may hold anything.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    // It is gone.
    return undefined
  }
}
