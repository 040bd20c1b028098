/** What happens between the repeats of a measured program. */
import type { CaptureSession } from '../../src/capture/session.ts'
import type { Condition } from './conditions.ts'
import type { Figure } from './figures.ts'
import type { Moments } from './launcher.ts'

/** Puts tracking on, empties the ring, and counts what the capture made between `ready` and `took`. */
export class Meter implements Moments {
  readonly #condition: Condition
  readonly #session: CaptureSession | undefined
  readonly #sum = { relations: 0, chunks: 0, lost: 0 }
  #before = { relations: 0, chunks: 0, lost: 0 }

  constructor(condition: Condition, session: CaptureSession | undefined) {
    this.#condition = condition
    this.#session = session
  }

  onStart(pid: number): void {
    if (this.#condition === 'tracked') this.#session?.trackProcess(pid, { propagate: true })
  }

  onReady(): void {
    this.#session?.relay.drain(() => undefined)
    this.#session?.relay.commit()
    this.#before = this.#counts()
  }

  onTook(): void {
    const now = this.#counts()
    for (const key of ['relations', 'chunks', 'lost'] as const) {
      this.#sum[key] += now[key] - this.#before[key]
    }
  }

  made(count: number): Pick<Figure, 'relations' | 'chunks' | 'lost'> {
    const { relations, chunks, lost } = this.#sum
    return { relations: relations / count, chunks: chunks / count, lost }
  }

  #counts() {
    const read = this.#session?.counters.read()
    return {
      relations: read?.relationIds ?? 0,
      chunks: read?.chunks ?? 0,
      lost: read?.lostRelations ?? 0,
    }
  }
}
