/** Writing to what takes only a part now: pipes and terminals that were opened not to block. */
import { writeSync } from 'node:fs'

/**
 * Writes what the file takes at once, from byte `from` on.
 *
 * @returns bytes taken; 0 when it is full.
 * @throws what `writeSync` throws otherwise, `EPIPE` when nobody reads.
 */
export function writeSome(fd: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(fd, bytes, from)
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0
    throw error
  }
}

/** `EPIPE` and the like; empty for what is no error of the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const FIRST_MS = 1
const LONGEST_MS = 20

/** Pauses between looks at a full file: short while it moves, longer while it does not. */
export class Patience {
  #nextMs = FIRST_MS

  /** Milliseconds of the next pause. */
  next(): number {
    const nowMs = this.#nextMs
    this.#nextMs = Math.min(nowMs * 2, LONGEST_MS)
    return nowMs
  }

  /** Something was taken. */
  reset(): void {
    this.#nextMs = FIRST_MS
  }
}
