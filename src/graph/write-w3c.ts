/** A log as PROV-JSON: documents one a line, or all of it as one document. */

import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DISCLOSED_NAMESPACE, documentHeads, SECTIONS } from '../formats/w3c.ts'
import { told } from './literal.ts'
import { isObject, type LogDocument, type Member } from './log-document.ts'
import type { LogWriter, LogWriterOptions, TextReceiver } from './log-writer.ts'
import { json } from './spade-text.ts'

/** Length of a document that is full. */
const DOCUMENT_LENGTH = 1024 * 1024
const OWN_PREFIX = /^(cf|prov|xsd|default):/
const PREFIX = /^([A-Za-z][A-Za-z0-9_-]*):/

type SectionName = (typeof SECTIONS)[number]

/** The prefixes that members need besides `cf` and `prov`, with what the log says of them. */
class Prefixes {
  readonly #uris = new Map<string, string>()
  readonly #used = new Set<string>()

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

  text(): string {
    const parts = [...this.#used].map((prefix) => {
      const uri = this.#uris.get(prefix) ?? `${DISCLOSED_NAMESPACE}${prefix}#`
      return `, ${JSON.stringify(prefix)}:${JSON.stringify(uri)}`
    })
    return `${documentHeads.standard}${parts.join('')}}`
  }
}

/** A member in the profile `standard`: an address is no object. */
function memberText(key: string, member: Member): string {
  return `${JSON.stringify(key)}:${json(flat(member))}`
}

function flat(member: Member): [string, unknown][] {
  return Object.entries(member).flatMap(([name, value]): [string, unknown][] => {
    if (name !== 'cf:address' || !isObject(value)) return [[name, value]]
    const { type, host, service, path } = value
    if (type === 'AF_UNIX') {
      return [
        ['cf:address', path === '' ? undefined : path],
        ['cf:family', type],
        ['cf:path', path === '' ? undefined : path],
      ]
    }
    if (typeof type !== 'string') return [['cf:family', told`AF_${type}`]]
    const text = type === 'AF_INET6' ? told`[${host}]:${service}` : told`${host}:${service}`
    return [
      ['cf:address', text],
      ['cf:family', type],
      ['cf:host', host],
      ['cf:service', service],
    ]
  })
}

function* membersOf(document: LogDocument): Generator<[SectionName, string, Member]> {
  for (const section of SECTIONS) {
    for (const [key, member] of Object.entries(document[section] ?? {})) {
      if (isObject(member)) yield [section, key, member]
    }
  }
}

/** Documents one a line. */
export function createW3cWriter({ write }: LogWriterOptions): LogWriter {
  let sections = new Map<SectionName, string[]>()
  let prefixes = new Prefixes()
  let keys = new Set<string>()
  let length = 0
  const flush = async () => {
    if (length === 0) return
    const text = SECTIONS.filter((name) => sections.has(name))
      .map((name) => `, "${name}":{${sections.get(name)?.join(',')}}`)
      .join('')
    const head = prefixes.text()
    sections = new Map()
    prefixes = new Prefixes()
    keys = new Set()
    length = 0
    await write(`${head}${text}}\n`)
  }
  return {
    document: async (document) => {
      prefixes.learn(document)
      for (const [section, key, member] of membersOf(document)) {
        // A key that comes twice in one object is lost on most readers.
        if (keys.has(key)) continue
        keys.add(key)
        prefixes.use(member)
        const text = memberText(key, member)
        const list = sections.get(section)
        if (list === undefined) sections.set(section, [text])
        else list.push(text)
        length += text.length
      }
      if (length >= DOCUMENT_LENGTH) await flush()
    },
    end: flush,
  }
}

/**
 * One document. A section's members must stand together, so each section gathers in a file of its own
 * until the end. What comes again is left out: the first description of a vertex counts.
 */
export function createMergeWriter({ write }: LogWriterOptions): LogWriter {
  return new MergeWriter(write)
}

class MergeWriter implements LogWriter {
  readonly #write: TextReceiver
  readonly #directory = mkdtempSync(join(tmpdir(), 'camflow-merge-'))
  readonly #files = new Map<SectionName, WriteStream>()
  readonly #prefixes = new Prefixes()
  readonly #keys = new Set<string>()
  /** Also at the end of a process whose reader has left in the middle. */
  readonly #forget = () => {
    process.off('exit', this.#forget)
    rmSync(this.#directory, { recursive: true, force: true })
  }

  constructor(write: TextReceiver) {
    this.#write = write
    process.once('exit', this.#forget)
  }

  async document(document: LogDocument): Promise<void> {
    this.#prefixes.learn(document)
    for (const [section, key, member] of membersOf(document)) {
      if (this.#keys.has(key)) continue
      this.#keys.add(key)
      this.#prefixes.use(member)
      const isFirst = !this.#files.has(section)
      const file = this.#files.get(section) ?? createWriteStream(this.#pathOf(section))
      this.#files.set(section, file)
      if (!file.write(`${isFirst ? '' : ','}${memberText(key, member)}`)) await once(file, 'drain')
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
