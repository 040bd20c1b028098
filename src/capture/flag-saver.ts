/**
 * Saves flags of files while records are read: the capture programs tell which file has got some, the records
 * tell where it is. Once a second, so that the flags of a file that many flows reach are written once.
 */
import { CamflowError } from '../errors.ts'
import { NameCache } from '../formats/name-cache.ts'
import {
  type FlagPersistence,
  type SaveFailure,
  type SaveReport,
  saveFailureText,
} from '../policy/flag-persistence.ts'
import type { VertexCursor } from '../record/cursor.ts'
import { vertexByName } from '../record/registry.ts'

/** What was saved so far. */
export interface SavedFigures {
  readonly saved: number
  readonly waiting: number
  /** Files whose flags were not written, by cause. */
  readonly failures: Readonly<Record<string, number>>
}

const PATH = vertexByName('path').bit
const INTERVAL_MS = 1000
/** At the end: as many as the capture can have told of, and not what it tells of meanwhile. */
const LAST_ROUNDS = 32
/** Files come and go: not worth a line. */
const QUIET: ReadonlySet<string> = new Set<SaveFailure>(['ended', 'gone'])

/** Saves for one reader of records. */
export class FlagSaver {
  readonly #persistence: FlagPersistence
  readonly #tell: (line: string) => void
  readonly #names = new NameCache()
  readonly #failures = new Map<string, number>()
  readonly #timer: NodeJS.Timeout
  #saved = 0
  #waiting = 0

  /** @param tell is told of each cause of failure once. */
  constructor(persistence: FlagPersistence, tell: (line: string) => void) {
    this.#persistence = persistence
    this.#tell = tell
    this.#timer = setInterval(() => this.save(), INTERVAL_MS)
  }

  /** Learns from a record that was read where files are. */
  vertex(vertex: VertexCursor): void {
    if (vertex.bit !== PATH || !this.#persistence.isOn) return
    this.#names.set(vertex.idLow, vertex.idHigh, vertex.payloadBytes())
  }

  /** Saves what is known by now. @returns whether more waits to be saved. */
  save(): boolean {
    if (!this.#persistence.isOn) return false
    const report = this.#saveNow()
    if (report === undefined) return false
    this.#saved += report.saved
    this.#waiting = report.waiting
    for (const [cause, count] of Object.entries(report.failures)) this.#fail(cause, count)
    return !report.isAll
  }

  /** @returns `undefined` when the list of files cannot be used: no reason to stop recording. */
  #saveNow(): SaveReport | undefined {
    try {
      return this.#persistence.save((id) =>
        this.#names.get(Number(id & 0xffff_ffffn), Number(id >> 32n)),
      )
    } catch (error) {
      if (!(error instanceof CamflowError)) throw error
      this.#fail(error.message, 1)
      return undefined
    }
  }

  figures(): SavedFigures {
    const failures = Object.fromEntries(this.#failures)
    return { saved: this.#saved, waiting: this.#waiting, failures }
  }

  /** Saves the last: after all records were read. */
  close(): void {
    clearInterval(this.#timer)
    for (let round = 0; round < LAST_ROUNDS && this.save(); round++);
  }

  #fail(cause: string, count: number): void {
    const before = this.#failures.get(cause) ?? 0
    this.#failures.set(cause, before + count)
    if (before > 0 || QUIET.has(cause)) return
    this.#tell(`flags of a file are not saved with it: ${saveFailureText(cause)}`)
  }
}
