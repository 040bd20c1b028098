/** A log in SPADE's form. */
import { RecentTexts } from '../formats/recent-texts.ts'
import { families } from '../record/registry.ts'
import { literalNumber, literalText } from './literal.ts'
import { isObject, type LogDocument, type Member } from './log-document.ts'
import { type LogWriter, type LogWriterOptions, TextBuffer } from './log-writer.ts'
import { bare, spadeRelationLine, spadeShortLine, spadeVertexLine } from './spade-text.ts'

const VERTEX_SECTIONS = ['activity', 'agent', 'entity'] as const
/** Bytes of lines that are kept, to be repeated. */
const KEPT_BYTES = 64 * 1024 * 1024

/** Vertices that may have no relation with which they would come. */
const STANDS_ALONE = new Set(['loss', 'machine'])

type Entry = readonly [key: string, member: Member]

/** One object a line; relations in order of their ids within a document. */
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
    for (const section of VERTEX_SECTIONS) {
      for (const [key, member] of membersOf(document, section)) await this.#vertex(key, member)
    }
    for (const { family, entry } of relationsOf(document)) {
      const [key, member] = entry
      if (this.#options.repeatsEnds) {
        await this.#end(literalText(member[family.senderKey]))
        await this.#end(literalText(member[family.receiverKey]))
      }
      await this.#text.add(spadeRelationLine(family, key, member, this.#options.influence))
    }
  }

  async #vertex(key: string, member: Member): Promise<void> {
    const line = spadeVertexLine(key, member)
    if (this.#options.repeatsEnds) this.#lines.set(bare(key), line)
    const hasRelation = !STANDS_ALONE.has(literalText(member['prov:type']))
    if (!this.#options.repeatsEnds || !hasRelation) await this.#text.add(line)
  }

  async #end(key: string): Promise<void> {
    const line = this.#lines.get(bare(key)) ?? spadeShortLine(key)
    if (line !== undefined) await this.#text.add(line)
  }

  async end(): Promise<void> {
    await this.#text.flush()
  }
}

/** What is no object says nothing. */
function membersOf(document: LogDocument, section: string): readonly Entry[] {
  return Object.entries(document[section] ?? {}).filter(([, member]) => isObject(member))
}

/** A document groups its relations by family; their ids tell the order. */
function relationsOf(document: LogDocument) {
  const found = families.flatMap((family) =>
    membersOf(document, family.section).map((entry) => ({
      ...{ family, entry },
      id: literalNumber(entry[1]['cf:id']),
    })),
  )
  return found.sort((a, b) => a.id - b.id)
}
