/** The files that a log was in before: their names, their compression, and how many are kept. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { OutputObserver } from './output.ts'
import { Turns } from './turns.ts'

/** What becomes of closed files. */
export interface ClosedLogOptions {
  /** How many are kept; the oldest are removed. @default all */
  readonly keep?: number
  /** @default 'none' */
  readonly compression?: 'none' | 'gzip'
}

const COMPRESSED = '.gz'
/** A compressed file that is not complete. */
const PART = '.gz.part'
/** The time of closing, and a number when two are closed in one second. */
const CLOSED_NAME = /^\.\d{8}T\d{6}Z(-\d{3})?(\.gz(\.part)?)?$/

/** Looks after the closed files of one log. The work goes on beside the recording. */
export class ClosedLogs {
  readonly #path: string
  readonly #options: ClosedLogOptions
  readonly #observer: OutputObserver
  readonly #turns = new Turns()
  readonly #closing = new AbortController()

  constructor(path: string, options: ClosedLogOptions | undefined, observer: OutputObserver) {
    this.#path = path
    this.#options = options ?? {}
    this.#observer = observer
  }

  /** Gives the log's file the name of a closed one. @returns the name. */
  async take(): Promise<string> {
    const name = this.#freeName(new Date())
    await rename(this.#path, name)
    return name
  }

  /** Takes that back: the file is not closed after all. */
  async giveBack(name: string): Promise<void> {
    await rename(name, this.#path)
  }

  /** Compresses what is not and removes what is too much, also what an earlier daemon did not get to. */
  tidy(): void {
    if (this.#options.keep === undefined && this.#options.compression !== 'gzip') return
    const work = async () => {
      try {
        await this.#tidy()
      } catch (cause) {
        if (this.#closing.signal.aborted) return
        const why = cause instanceof Error ? cause.message : String(cause)
        this.#observer({ state: 'warned', reason: `closed logs of ${this.#path}: ${why}`, cause })
      }
    }
    void this.#turns.run(work)
  }

  /** Stops. What is not compressed yet is done the next time. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turns.idle()
  }

  /** Waits until everything is compressed. */
  async idle(): Promise<void> {
    await this.#turns.idle()
  }

  async #tidy(): Promise<void> {
    const { keep = Number.POSITIVE_INFINITY, compression } = this.#options
    const names = await this.#names()
    for (const part of names.filter((name) => name.endsWith(PART))) await rm(part)
    const closed = names.filter((name) => !name.endsWith(PART))
    const kept = closed.slice(Math.max(0, closed.length - keep))
    for (const name of closed) if (!kept.includes(name)) await rm(name)
    if (compression !== 'gzip') return
    for (const name of kept) if (!name.endsWith(COMPRESSED)) await this.#compress(name)
  }

  /** Closed files, oldest first. */
  async #names(): Promise<readonly string[]> {
    const folder = dirname(this.#path)
    const own = basename(this.#path)
    const names = await readdir(folder)
    return names
      .filter((name) => name.startsWith(own) && CLOSED_NAME.test(name.slice(own.length)))
      .sort((one, other) => (ageKey(one) < ageKey(other) ? -1 : 1))
      .map((name) => join(folder, name))
  }

  async #compress(name: string): Promise<void> {
    const { mode } = await stat(name)
    const part = `${name}${PART}`
    try {
      const { signal } = this.#closing
      const target = createWriteStream(part, { mode })
      await pipeline(createReadStream(name), createGzip(), target, { signal })
      // On the disk before the original goes.
      const handle = await open(part, 'r+')
      await handle.sync()
      await handle.close()
      await rename(part, `${name}${COMPRESSED}`)
      await rm(name)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }

  #freeName(time: Date): string {
    const stamp = time.toISOString().replaceAll(/[-:]|\.\d+/g, '')
    for (let number = 0; ; number++) {
      const suffix = number === 0 ? '' : `-${String(number).padStart(3, '0')}`
      const name = `${this.#path}.${stamp}${suffix}`
      if (!existsSync(name) && !existsSync(`${name}${COMPRESSED}`)) return name
    }
  }
}

/** Sorts by time of closing, compressed or not. */
function ageKey(name: string): string {
  return name.replace(/\.gz(\.part)?$/, '')
}
