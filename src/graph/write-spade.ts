/** A log in SPADE's form. */
import { RecentTexts } from '../formats/recent-texts.ts'
import { literalText } from './literal.ts'
import type { LogDocument, Member } from './log-document.ts'
import { type LogWriter, type LogWriterOptions, TextBuffer } from './log-writer.ts'
import { bare, spadeRelationLine, spadeShortLine, spadeVertexLine } from './spade-text.ts'
import { inStreamOrder } from './stream-order.ts'
import { compatVertex } from './to-compat.ts'

/** Bytes of lines that are kept, to be repeated. */
const KEPT_BYTES = 64 * 1024 * 1024

/** Types that CamFlow writes no line for. */
const NOT_IN_COMPAT = 'string'
/** Vertices that may have no relation with which they would come. */
const STANDS_ALONE = new Set(['loss', 'machine'])

/** One object a line, each relation behind the vertices at its ends. */
export function createSpadeWriter(options: LogWriterOptions): LogWriter {
  return new SpadeWriter(options)
}

class SpadeWriter implements LogWriter {
  readonly #options: LogWriterOptions
  readonly #text: TextBuffer
  readonly #lines = new RecentTexts<string>(KEPT_BYTES)

  constructor(options: LogWriterOptions) {
    this.#options = options
    this.#text = new TextBuffer(options.write)
  }

  async document(document: LogDocument): Promise<void> {
    for (const { family, key, member } of inStreamOrder(document)) {
      if (family === undefined) {
        await this.#vertex(key, member)
        continue
      }
      if (this.#options.profile === 'spade') {
        await this.#end(literalText(member[family.senderKey]))
        await this.#end(literalText(member[family.receiverKey]))
      }
      await this.#text.add(spadeRelationLine(family, key, member, this.#options.influence))
    }
  }

  async #vertex(key: string, member: Member): Promise<void> {
    const { profile, notes } = this.#options
    const type = literalText(member['prov:type'])
    if (profile === 'compat') {
      if (type === NOT_IN_COMPAT) notes.leaveOut(`vertex ${type}`)
      else await this.#text.add(spadeVertexLine(key, compatVertex('spade_json', member, notes)))
      return
    }
    const line = spadeVertexLine(key, member)
    if (profile === 'spade') this.#lines.set(bare(key), line)
    if (profile !== 'spade' || STANDS_ALONE.has(type)) await this.#text.add(line)
  }

  async #end(key: string): Promise<void> {
    const line = this.#lines.get(bare(key)) ?? spadeShortLine(key)
    if (line !== undefined) await this.#text.add(line)
  }

  async end(): Promise<void> {
    await this.#text.flush()
  }
}
