/** Gets the capture that the daemon records: a new one, or the one that is pinned already. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openKeptState } from '../capture/kept-state.ts'
import { type CaptureSession, loadPinned, startCapture } from '../capture/session.ts'
import { clockOffsetSeconds } from '../formats/clock-offset.ts'
import type { ModeChoice } from '../kernel/modes.ts'
import { pinnedMode } from '../kernel/pins.ts'
import type { LossProgress } from '../pipeline/loss-reporter.ts'
import type { RestoreReport } from '../policy/flag-persistence.ts'
import type { DaemonRequest } from './command-line.ts'
import { OwnFiles } from './own-files.ts'
import type { RecordedCapture } from './recorder.ts'

/** A capture, and what else the daemon needs to know of it. */
export interface DaemonCapture extends RecordedCapture {
  readonly session: CaptureSession
  /** The programs were there already; records of before may come. */
  readonly isContinued: boolean
  readonly clockOffsetSeconds: number
  readonly ownFiles: OwnFiles
  /** Files that got back the flags of a capture before this one. */
  readonly restored: RestoreReport
}

const NO_PROGRESS: LossProgress = { nextRelation: 1, missing: [], explained: 0 }
/** By then every hook that was running has put its records into the ring. */
const LAST_HOOKS_MS = 20

/**
 * Opens the capture that `request` asks for.
 *
 * @param files of the daemon, which exist and are never captured.
 * @throws what loading or joining throws; CF_RING_TAKEN when another reader has what is pinned.
 */
export async function openCapture(
  request: DaemonRequest,
  files: readonly string[],
): Promise<DaemonCapture> {
  const { pinDirectory, capturesAll } = request
  if (pinDirectory !== undefined && pinnedMode(pinDirectory) !== undefined) {
    return continueCapture(await loadPinned(pinDirectory), request, files)
  }
  const session = await startCapture({
    mode: request.capture as ModeChoice,
    policy: { capturesAll: capturesAll ?? false },
    opaqueFiles: files,
    ...(request.ringBytes === undefined ? {} : { ringBytes: request.ringBytes }),
    ...(pinDirectory === undefined ? {} : { pinDirectory }),
  })
  return captureOf(session, request, files, false)
}

async function continueCapture(
  session: CaptureSession,
  request: DaemonRequest,
  files: readonly string[],
): Promise<DaemonCapture> {
  try {
    // Before any change: the policy of a capture that another records stays as it is.
    const capture = captureOf(session, request, files, true)
    const { capturesAll } = request
    if (capturesAll !== undefined) session.control.change({ capturesAll })
    // Every vertex is published again, because this log may be a new one.
    session.control.nextEpoch()
    return capture
  } catch (error) {
    await session.close()
    throw error
  }
}

function captureOf(
  session: CaptureSession,
  request: DaemonRequest,
  files: readonly string[],
  isContinued: boolean,
): DaemonCapture {
  const { pinDirectory } = request
  // Claims the ring.
  const { relay, bootId, machineId } = session
  const { persistence } = session.plane
  const restored = persistence.turn(request.persists ?? persistence.isOn)
  const ownFiles = new OwnFiles(session, files)
  const counters = () => session.counters.read()
  const parts = { session, ownFiles, restored, relay, bootId, machineId, isContinued, counters }
  if (pinDirectory !== undefined) {
    const { progress, keep, clockOffsetSeconds } = openKeptState(bootId)
    if (isContinued)
      return { ...parts, firstRelation: progress ?? 'unknown', keep, clockOffsetSeconds }
    keep(NO_PROGRESS)
    return { ...parts, firstRelation: NO_PROGRESS, keep, clockOffsetSeconds }
  }
  const end = async () => {
    session.control.change({ isEnabled: false })
    await sleep(LAST_HOOKS_MS)
  }
  return { ...parts, firstRelation: 1, clockOffsetSeconds: clockOffsetSeconds(), end }
}
