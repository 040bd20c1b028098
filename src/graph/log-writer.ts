/** What turns a log into text again: documents one after the other, in order. */
import type { ProfileName } from '../formats/formats.ts'
import type { InfluenceName } from '../formats/spade-relation.ts'
import type { ConversionNotes } from './conversion-notes.ts'
import type { LogDocument } from './log-document.ts'

/** Takes text; the promise settles when more may come. */
export type TextReceiver = (text: string) => Promise<void>

/** Writes one form. */
export interface LogWriter {
  /** Adds the members of one line, which have the attributes of the profile `standard`. */
  document(document: LogDocument): Promise<void>
  /** Writes what is held back, and the end of the form. */
  end(): Promise<void>
  /** Lets go of what it keeps elsewhere, in the place of `end`. */
  abandon?(): Promise<void>
}

/** What a form may be asked for. */
export interface LogWriterOptions {
  readonly write: TextReceiver
  /** `spade` repeats both ends of a relation immediately before it. */
  readonly profile: ProfileName
  readonly influence: InfluenceName
  /** Told of what the profile has no place for. */
  readonly notes: ConversionNotes
}

/** Text that gathers until it is worth a write. */
export class TextBuffer {
  readonly #write: TextReceiver
  #parts: string[] = []
  #length = 0

  constructor(write: TextReceiver) {
    this.#write = write
  }

  async add(text: string): Promise<void> {
    this.#parts.push(text)
    this.#length += text.length
    if (this.#length >= WRITE_LENGTH) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return
    const text = this.#parts.join('')
    this.#parts = []
    this.#length = 0
    await this.#write(text)
  }
}

const WRITE_LENGTH = 256 * 1024
