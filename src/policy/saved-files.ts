/**
 * The list of files whose flags are saved: how they are found again when a capture begins, for nobody can ask
 * a disk which of its files bear an attribute. Paths, each ended by a zero byte; a path may stand there twice.
 * That a file is on the list says nothing yet: its attribute does.
 */
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CamflowError } from '../errors.ts'

/** The environment variable that names another file. */
export const SAVED_FILES_VARIABLE = 'CAMFLOW_SAVED_FILES'
const DEFAULT_FILE = '/var/lib/camflow/saved-files'
/** As many as the capture programs keep flags of. */
const MOST_FILES = 65_536
const MODE = 0o600

/** Paths are bytes; as keys of a set they are text of one character a byte. */
export const keyOf = (path: Uint8Array) => Buffer.from(path).toString('latin1')
const pathOf = (key: string) => Buffer.from(key, 'latin1')

/** The list, in one file. */
export class SavedFiles {
  /** Where it is kept. */
  readonly file: string
  readonly #most: number
  #known: Set<string> | undefined

  /** @param most paths that it may hold. */
  constructor(file = process.env[SAVED_FILES_VARIABLE] || DEFAULT_FILE, most = MOST_FILES) {
    this.file = file
    this.#most = most
  }

  /** Makes an empty list where there is none. @throws CF_SAVED_FILES when it cannot be written. */
  create(): void {
    this.#append(Buffer.alloc(0))
  }

  /** @throws CF_SAVED_FILES when there is a list and it cannot be read. */
  paths(): readonly Uint8Array[] {
    return [...this.#read()].map(pathOf)
  }

  /**
   * Adds a path, unless it is there.
   *
   * @returns false when there is no room.
   * @throws CF_SAVED_FILES when the list cannot be written.
   */
  add(path: Uint8Array): boolean {
    this.#known ??= this.#read()
    const key = keyOf(path)
    if (this.#known.has(key)) return true
    if (this.#known.size >= this.#most) return false
    this.#append(Buffer.concat([path, Buffer.of(0)]))
    this.#known.add(key)
    return true
  }

  /** Replaces the list; whoever reads it meanwhile finds the old one or the new one. @throws CF_SAVED_FILES */
  replace(paths: Iterable<Uint8Array>): void {
    const known = new Set([...paths].map(keyOf))
    const text = [...known].map((key) => `${key}\0`).join('')
    this.#doing(() => {
      mkdirSync(dirname(this.file), { recursive: true })
      const fd = openSync(`${this.file}.new`, 'w', MODE)
      try {
        writeSync(fd, text, null, 'latin1')
        fsyncSync(fd)
      } finally {
        closeSync(fd)
      }
      renameSync(`${this.file}.new`, this.file)
    })
    this.#known = known
  }

  #append(bytes: Uint8Array): void {
    this.#doing(() => {
      mkdirSync(dirname(this.file), { recursive: true })
      appendFileSync(this.file, bytes, { mode: MODE })
    })
  }

  #read(): Set<string> {
    try {
      const keys = readFileSync(this.file, 'latin1').split('\0')
      // A path that a killed process has not ended is none.
      return new Set(keys.slice(0, -1))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
      throw new CamflowError('CF_SAVED_FILES', String(cause), { cause })
    }
  }

  #doing(work: () => void): void {
    try {
      work()
    } catch (cause) {
      throw new CamflowError('CF_SAVED_FILES', String(cause), { cause })
    }
  }
}
