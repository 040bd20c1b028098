/**
 * Where the text of a command goes: a file that is there only when it is whole, so that a log may be
 * written over itself, or standard output.
 */
import { once } from 'node:events'
import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { CamflowError } from '../errors.ts'
import { codeOf } from '../outputs/patient-write.ts'

/** Takes text, in order, one piece at a time. */
export interface TextTarget {
  /**
   * @returns when more may come.
   * @throws CF_OUTPUT_OPEN when the place does not take it, CF_OUTPUT_GONE when its reader has left.
   */
  write(text: string): Promise<void>
  /** All is written: from now on the file is there. */
  end(): Promise<void>
  /** Something went wrong: of a file nothing stays behind, and what was there before is there still. */
  abandon(): Promise<void>
}

/** @param path `undefined`: standard output. */
export function textTarget(path: string | undefined): TextTarget {
  if (path === undefined) return new StreamTarget(process.stdout, 'standard output')
  if (existsSync(path) && !statSync(path).isFile()) {
    return new StreamTarget(createWriteStream(path), path)
  }
  return new FileTarget(existsSync(path) ? realpathSync(path) : path)
}

class StreamTarget implements TextTarget {
  readonly #stream: Writable
  readonly #name: string
  #error: Error | undefined

  constructor(stream: Writable, name: string) {
    this.#stream = stream
    this.#name = name
    stream.on('error', (error) => {
      this.#error = error
    })
  }

  async write(text: string): Promise<void> {
    try {
      this.#check()
      if (!this.#stream.write(text)) await once(this.#stream, 'drain')
      this.#check()
    } catch (cause) {
      throw refusal(this.#name, cause)
    }
  }

  /** Standard output is not ended: others of the process may still have something to say. */
  async end(): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#stream.write('', (error) => (error ? reject(error) : resolve()))
      })
      this.#check()
      if (this.#stream !== process.stdout) this.#stream.end()
    } catch (cause) {
      throw refusal(this.#name, cause)
    }
  }

  async abandon(): Promise<void> {
    if (this.#stream !== process.stdout) this.#stream.destroy()
  }

  #check(): void {
    if (this.#error !== undefined) throw this.#error
  }
}

class FileTarget implements TextTarget {
  readonly #path: string
  readonly #part: string
  readonly #target: StreamTarget
  readonly #stream: Writable

  constructor(path: string) {
    this.#path = path
    this.#part = `${path}.${process.pid}.part`
    this.#stream = createWriteStream(this.#part, { flags: 'wx' })
    this.#target = new StreamTarget(this.#stream, path)
  }

  write(text: string): Promise<void> {
    return this.#target.write(text)
  }

  async end(): Promise<void> {
    await this.#target.end()
    if (!this.#stream.closed) await once(this.#stream, 'close')
    renameSync(this.#part, this.#path)
  }

  async abandon(): Promise<void> {
    await this.#target.abandon()
    if (!this.#stream.closed) await once(this.#stream, 'close').catch(() => {})
    rmSync(this.#part, { force: true })
  }
}

function refusal(name: string, cause: unknown): CamflowError {
  if (codeOf(cause) === 'EPIPE') return new CamflowError('CF_OUTPUT_GONE', name, { cause })
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CamflowError('CF_OUTPUT_OPEN', `${name}: ${why}`, { cause })
}
