/** A log as PROV-JSON: documents one a line, or all of it as one document. */

import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProfileName } from '../formats/formats.ts'
import {
  COMPAT_SECTION_BYTES,
  DISCLOSED_NAMESPACE,
  documentHeads,
  SECTIONS,
} from '../formats/w3c.ts'
import type { LogDocument, Member } from './log-document.ts'
import type { LogWriter, LogWriterOptions, TextReceiver } from './log-writer.ts'
import { json } from './spade-text.ts'
import { inStreamOrder, type LogRecord } from './stream-order.ts'
import { compatVertex } from './to-compat.ts'

/** Length of a document that is full. */
const DOCUMENT_LENGTH = 1024 * 1024
const OWN_PREFIX = /^(cf|prov|xsd|default):/
const PREFIX = /^([A-Za-z][A-Za-z0-9_-]*):/

type SectionName = (typeof SECTIONS)[number]

/** The prefixes that members need besides `cf` and `prov`, with what the log says of them. */
class Prefixes {
  readonly #profile: ProfileName
  readonly #uris = new Map<string, string>()
  readonly #used = new Set<string>()

  constructor(profile: ProfileName) {
    this.#profile = profile
  }

  /** Learns what a document declares. */
  learn(document: LogDocument): void {
    for (const [prefix, uri] of Object.entries(document.prefix ?? {})) {
      if (typeof uri === 'string') this.#uris.set(prefix, uri)
    }
  }

  use(member: Member): void {
    for (const name of Object.keys(member)) {
      const prefix = OWN_PREFIX.test(name) ? undefined : PREFIX.exec(name)?.[1]
      if (prefix !== undefined) this.#used.add(prefix)
    }
  }

  /** CamFlow declares none but its own. */
  text(): string {
    if (this.#profile === 'compat') return `${documentHeads.compat}}`
    const parts = [...this.#used].map((prefix) => {
      const uri = this.#uris.get(prefix) ?? `${DISCLOSED_NAMESPACE}${prefix}#`
      return `, ${JSON.stringify(prefix)}:${JSON.stringify(uri)}`
    })
    return `${documentHeads.standard}${parts.join('')}}`
  }
}

/** A member in one of the profiles, as text. */
type MemberText = (record: LogRecord) => string

function memberTextOf({ profile, notes }: LogWriterOptions): MemberText {
  return ({ key, member, family }) => {
    const isSame = profile !== 'compat' || family !== undefined
    return `${JSON.stringify(key)}:${json(Object.entries(isSame ? member : compatVertex('w3c', member, notes)))}`
  }
}

/** Documents one a line. */
export function createW3cWriter(options: LogWriterOptions): LogWriter {
  return new W3cWriter(options)
}

class W3cWriter implements LogWriter {
  readonly #options: LogWriterOptions
  readonly #textOf: MemberText
  readonly #sections = new Map<string, SectionText>()
  readonly #keys = new Set<string>()
  #prefixes: Prefixes
  #length = 0

  constructor(options: LogWriterOptions) {
    this.#options = options
    this.#textOf = memberTextOf(options)
    this.#prefixes = new Prefixes(options.profile)
  }

  /** A document of `standard` stays whole; those of `compat` are as long as CamFlow's. */
  async document(document: LogDocument): Promise<void> {
    this.#prefixes.learn(document)
    for (const record of inStreamOrder(document)) await this.#add(record)
    if (this.#length >= DOCUMENT_LENGTH) await this.end()
  }

  async #add(record: LogRecord): Promise<void> {
    const { section, key } = record
    // A key that comes twice in one object is lost on most readers.
    if (this.#keys.has(key)) return
    const text = this.#textOf(record)
    const bytes = this.#options.profile === 'compat' ? Buffer.byteLength(text) : 0
    const before = this.#sections.get(section)?.bytes ?? 0
    if (before > 0 && before + bytes > COMPAT_SECTION_BYTES) await this.end()
    this.#keys.add(key)
    this.#prefixes.use(record.member)
    this.#length += text.length
    const content = this.#sections.get(section) ?? { texts: [], bytes: 0 }
    if (content.texts.length > 0) content.bytes++
    content.texts.push(text)
    content.bytes += bytes
    this.#sections.set(section, content)
  }

  /** Writes the document that is being gathered. */
  async end(): Promise<void> {
    if (this.#length === 0) return
    const text = SECTIONS.flatMap((name) => {
      const section = this.#sections.get(name)
      return section === undefined ? [] : [`, "${name}":{${section.texts.join(',')}}`]
    }).join('')
    const head = this.#prefixes.text()
    this.#sections.clear()
    this.#prefixes = new Prefixes(this.#options.profile)
    this.#keys.clear()
    this.#length = 0
    await this.#options.write(`${head}${text}}\n`)
  }
}

/** The members of a section; their bytes, commas included, count in `compat` only. */
interface SectionText {
  readonly texts: string[]
  bytes: number
}

/**
 * One document. A section's members must stand together, so each section gathers in a file of its own
 * until the end. What comes again is left out: the first description of a vertex counts.
 */
export function createMergeWriter(options: LogWriterOptions): LogWriter {
  return new MergeWriter(options)
}

class MergeWriter implements LogWriter {
  readonly #write: TextReceiver
  readonly #textOf: MemberText
  readonly #directory = mkdtempSync(join(tmpdir(), 'camflow-merge-'))
  readonly #files = new Map<SectionName, WriteStream>()
  readonly #prefixes: Prefixes
  readonly #keys = new Set<string>()
  /** Also at the end of a process whose reader has left in the middle. */
  readonly #forget = () => {
    process.off('exit', this.#forget)
    rmSync(this.#directory, { recursive: true, force: true })
  }

  constructor(options: LogWriterOptions) {
    this.#write = options.write
    this.#textOf = memberTextOf(options)
    this.#prefixes = new Prefixes(options.profile)
    process.once('exit', this.#forget)
  }

  async document(document: LogDocument): Promise<void> {
    this.#prefixes.learn(document)
    for (const record of inStreamOrder(document)) {
      const { section, key, member } = record
      if (this.#keys.has(key)) continue
      this.#keys.add(key)
      this.#prefixes.use(member)
      const isFirst = !this.#files.has(section)
      const file = this.#files.get(section) ?? createWriteStream(this.#pathOf(section))
      this.#files.set(section, file)
      if (!file.write(`${isFirst ? '' : ','}${this.#textOf(record)}`)) await once(file, 'drain')
    }
  }

  async end(): Promise<void> {
    try {
      await this.#write(this.#prefixes.text())
      for (const section of SECTIONS) {
        const file = this.#files.get(section)
        if (file === undefined) continue
        file.end()
        await once(file, 'close')
        await this.#write(`, "${section}":{`)
        const text = createReadStream(this.#pathOf(section), { encoding: 'utf8' })
        for await (const chunk of text) await this.#write(chunk)
        await this.#write('}')
      }
      await this.#write('}\n')
    } finally {
      this.#forget()
    }
  }

  async abandon(): Promise<void> {
    for (const file of this.#files.values()) file.destroy()
    this.#forget()
  }

  #pathOf(section: SectionName): string {
    return join(this.#directory, section)
  }
}
