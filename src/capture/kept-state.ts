/**
 * What one daemon leaves to the next that reads the same pinned ring: how far the account of relations
 * has come, so that a loss is told even if the daemon was killed while it still waited for the ids;
 * and the clock's offset, so that a record which is written again has the same date.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { clockOffsetSeconds } from '../formats/clock-offset.ts'
import type { LossProgress } from '../pipeline/loss-reporter.ts'
import { STATE_DIRECTORY } from './service.ts'

/** The state of one capture. */
export interface KeptState {
  readonly clockOffsetSeconds: number
  /** How far the daemon before this one came; `undefined` for the first. */
  readonly progress: LossProgress | undefined
  /** Replaces what is kept. */
  keep(progress: LossProgress): void
  /** Nothing reads this capture any more. */
  forget(): void
}

interface Stored {
  readonly clockOffsetSeconds: number
  readonly progress?: LossProgress
}

/** Opens what is kept for a capture; its number tells it from all others. */
export function openKeptState(captureNumber: number, directory = STATE_DIRECTORY): KeptState {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = `${directory}/${captureNumber}.json`
  const stored = readStored(path)
  const offset = stored?.clockOffsetSeconds ?? clockOffsetSeconds()
  const write = (state: Stored) => {
    // Renamed into place: a kill leaves the old state or the new one.
    writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  if (stored === undefined) write({ clockOffsetSeconds: offset })
  return {
    clockOffsetSeconds: offset,
    progress: stored?.progress,
    keep: (progress) => write({ clockOffsetSeconds: offset, progress }),
    forget: () => rmSync(path, { force: true }),
  }
}

function readStored(path: string): Stored | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Stored
  } catch {
    // Nothing kept yet: then the account begins with what comes.
    return undefined
  }
}
