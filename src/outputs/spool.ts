/**
 * A bounded queue on disk: messages wait there, in order, for whoever takes them. Each is a file of its
 * own, named by its number and length, so that one which a killed writer left unfinished shows. A killed
 * daemon leaves its messages to the next.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One message that waits. */
export interface Spooled {
  readonly number: number
  readonly sizeBytes: number
}

const NAME = /^(\d{15})-(\d+)$/
const NUMBER_DIGITS = 15
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

/** Messages in the files of one folder, which nobody else uses. */
export class Spool {
  readonly #folder: string
  readonly #limitBytes: number
  #waiting: Spooled[] = []
  #usedBytes = 0
  #lastNumber = 0

  /** @param limitBytes of all messages together. */
  constructor(folder: string, limitBytes: number) {
    this.#folder = folder
    this.#limitBytes = limitBytes
  }

  get messages(): number {
    return this.#waiting.length
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  get limitBytes(): number {
    return this.#limitBytes
  }

  /** Makes the folder, or finds in it what a daemon before this one left. @throws what the system says. */
  async open(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: FOLDER_MODE })
    for (const name of readdirSync(this.#folder).sort()) {
      const [, number, size] = NAME.exec(name) ?? []
      if (number === undefined) continue
      const message = { number: Number(number), sizeBytes: Number(size) }
      this.#lastNumber = message.number
      if (statSync(join(this.#folder, name)).size === message.sizeBytes) this.#add(message)
      else await rm(join(this.#folder, name))
    }
  }

  /** Whether so many bytes more find room. */
  hasRoom(sizeBytes: number): boolean {
    return this.#usedBytes + sizeBytes <= this.#limitBytes
  }

  /** Puts a message behind the others. @throws what the system says; then nothing of it is left. */
  async put(bytes: Uint8Array): Promise<void> {
    const message = { number: this.#lastNumber + 1, sizeBytes: bytes.byteLength }
    const path = this.#pathOf(message)
    try {
      await writeFile(path, bytes, { flag: 'wx', mode: FILE_MODE })
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    this.#lastNumber = message.number
    this.#add(message)
  }

  /** The first message behind the one with this number. */
  after(number: number): Spooled | undefined {
    return this.#waiting.find((message) => message.number > number)
  }

  async read(message: Spooled): Promise<Buffer> {
    return readFile(this.#pathOf(message))
  }

  /** A message has been taken. */
  async remove(message: Spooled): Promise<void> {
    const at = this.#waiting.findIndex(({ number }) => number === message.number)
    if (at < 0) return
    this.#waiting.splice(at, 1)
    this.#usedBytes -= message.sizeBytes
    await rm(this.#pathOf(message), { force: true })
  }

  #add(message: Spooled): void {
    this.#waiting.push(message)
    this.#usedBytes += message.sizeBytes
  }

  #pathOf({ number, sizeBytes }: Spooled): string {
    return join(this.#folder, `${String(number).padStart(NUMBER_DIGITS, '0')}-${sizeBytes}`)
  }
}
