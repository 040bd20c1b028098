/**
 * Records to text, for programs: the formats of the recorder behind one interface that takes records of
 * their own. Formats read records where they lie in the ring; a record that was copied out of it goes
 * back through the bytes of the wire, so that there is one place that knows how each format is written.
 */
import { clockOffsetSeconds } from '../formats/clock-offset.ts'
import type { FormatOptions, RecordFormat } from '../formats/format.ts'
import {
  createFormat,
  type FormatName,
  type ProfileName,
  readFormatChoice,
} from '../formats/formats.ts'
import { documentHeads } from '../formats/w3c.ts'
import type { Scope } from '../record/cursor.ts'
import { createDecoder, type Decoder } from '../record/decode.ts'
import { encodeArguments, encodeChunk, encodeRelation, encodeVertex } from '../record/encode.ts'
import type { ProvenanceRecord, RelationRecord, VertexRecord } from '../record/record.ts'
import { parseLine } from './log-document.ts'
import { PROV_N_END, PROV_N_HEAD, provNLines } from './write-prov-n.ts'

/** What records can be written as. */
export type SerialisedForm = FormatName | 'prov-n'

/** How records become text. */
export interface SerialiserOptions
  extends Pick<
    FormatOptions,
    'securityContext' | 'containerOf' | 'libraryVersion' | 'libraryCommit'
  > {
  /**
   * `w3c`: PROV-JSON, one document a line. `spade_json`: SPADE's form, one vertex or relation a line.
   * `prov-n`: one document in PROV-N, begun with the first text and ended by `end`.
   * @default 'spade_json' for the profile `spade`, else 'w3c'
   */
  readonly form?: SerialisedForm
  /** `standard`, or `compat`: as CamFlow 0.9; `spade_json` has `spade` too. @default 'standard' */
  readonly profile?: ProfileName
  /** The sink: whole lines, each with its line break. */
  readonly onText: (text: string) => void
  /** Bytes after which text is handed over without a flush. @default 1048576 */
  readonly documentBytes?: number
  /** Seconds to add to `timeNs` of a record to get UTC. @default of this boot, as of now */
  readonly clockOffsetSeconds?: number
}

/** Takes records in the order of the stream. */
export interface Serialiser {
  /** Adds a record. May hand text over. @throws TypeError for what is no record. */
  append(record: ProvenanceRecord): void
  /** Hands over what is waiting; nothing when nothing is. */
  flush(): void
  /** Flushes, and ends the document where the form has an end. Nothing may be added after it. */
  end(): void
}

/** The prefixes of every PROV-JSON document of the profile `standard`, as the text of a JSON object. */
export const prefixText = `${documentHeads.standard.slice('{"prefix":'.length)}}`

/**
 * Makes a serialiser with its sink.
 *
 * @throws TypeError when the form has no such profile.
 * @example
 * const serialiser = createSerialiser({ form: 'w3c', onText: (text) => process.stdout.write(text) })
 * for await (const record of capture({ processes: [pid] })) serialiser.append(record)
 * serialiser.end()
 * @source library specification §8: set sink, append, flush
 */
export function createSerialiser(options: SerialiserOptions): Serialiser {
  const { form, profile, onText, clockOffsetSeconds: offset, ...rest } = options
  const isProvN = form === 'prov-n'
  if (isProvN && profile !== undefined && profile !== 'standard') {
    throw new TypeError(`profile ${profile}: prov-n has standard`)
  }
  const provN = isProvN ? new ProvNText(onText) : undefined
  const common = {
    ...rest,
    clockOffsetSeconds: offset ?? clockOffsetSeconds(),
    onDocument: (document: Uint8Array) => {
      const text = Buffer.from(document).toString()
      if (provN === undefined) onText(text)
      else provN.add(text)
    },
  }
  const choice = isProvN ? {} : readFormatChoice(form, profile)
  const formatOf = (scope: Scope) => createFormat(choice, { ...common, ...scope })
  return new RecordSerialiser(formatOf, () => provN?.end())
}

/**
 * A stream of records as a stream of text, whose pace is the reader's.
 *
 * @param records for example of `capture()` or `recordsOf()`.
 * @returns pieces of whole lines; all that came when the records end.
 * @example
 * await pipeline(serialise(capture({ processes: [pid], signal })), createWriteStream('demo.log'))
 */
export async function* serialise(
  records: AsyncIterable<ProvenanceRecord> | Iterable<ProvenanceRecord>,
  options: Omit<SerialiserOptions, 'onText'> = {},
): AsyncGenerator<string, void, undefined> {
  let texts: string[] = []
  const serialiser = createSerialiser({ ...options, onText: (text) => void texts.push(text) })
  for await (const record of records) {
    serialiser.append(record)
    if (texts.length === 0) continue
    yield texts.join('')
    texts = []
  }
  serialiser.end()
  if (texts.length > 0) yield texts.join('')
}

class RecordSerialiser implements Serialiser {
  readonly #formatOf: (scope: Scope) => RecordFormat
  readonly #end: () => void
  /** By machine and boot: a format is for the records of one capture. */
  readonly #captures = new Map<string, CaptureText>()
  #isEnded = false

  constructor(formatOf: (scope: Scope) => RecordFormat, end: () => void) {
    this.#formatOf = formatOf
    this.#end = end
  }

  append(record: ProvenanceRecord): void {
    if (this.#isEnded) throw new TypeError('the serialiser has ended')
    const { bootId, machineId } = record
    const key = `${machineId} ${bootId}`
    let capture = this.#captures.get(key)
    if (capture === undefined) {
      const scope = { bootId, machineId }
      capture = new CaptureText(scope, this.#formatOf(scope))
      this.#captures.set(key, capture)
    }
    capture.append(record)
  }

  flush(): void {
    for (const { format } of this.#captures.values()) format.flush()
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.flush()
    this.#end()
  }
}

/** The records of one capture on their way through the wire into a format. */
class CaptureText {
  readonly format: RecordFormat
  readonly #decoder: Decoder
  /** What is being added. */
  #kind: ProvenanceRecord['kind'] = 'vertex'

  constructor(scope: Scope, format: RecordFormat) {
    this.format = format
    this.#decoder = createDecoder({
      ...scope,
      onVertex: (vertex) => format.vertex(vertex),
      onRelation: (relation) => {
        // A long argument comes with its relation on the wire; as a record, that comes by itself.
        if (this.#kind === 'relation') format.relation(relation)
      },
      onError: ({ code, detail }) => {
        throw new TypeError(`no record: ${code}, ${detail}`)
      },
    })
  }

  append(record: ProvenanceRecord): void {
    this.#kind = record.kind
    switch (record.kind) {
      case 'vertex':
        this.#decode(record, vertexMessage(record), 0n)
        break
      case 'relation':
        this.#decode(record, encodeRelation(record), record.taskId)
        break
      case 'loss':
        this.format.loss(record)
        break
      default:
        throw new TypeError(`no record: ${JSON.stringify(record satisfies never)}`)
    }
  }

  #decode(record: VertexRecord | RelationRecord, message: Uint8Array, taskId: bigint): void {
    const { epoch, jiffies, timeNs } = record
    const chunk = encodeChunk({ epoch, jiffies, timeNs, taskId }, [message])
    this.#decoder.chunk(chunk, 0, chunk.length)
  }
}

/** Characters that fit into a vertex message, whatever they are. */
const MOST_CHARACTERS = 16_384

/** The message that the decoder makes this record of. */
function vertexMessage(record: VertexRecord): Uint8Array {
  switch (record.type) {
    case 'argv':
    case 'envp':
      if (record.value.length > MOST_CHARACTERS) return longArgument(record)
      return encodeVertex(record)
    case 'path':
      // The text of a cut path has the dots already.
      return encodeVertex({ ...record, truncated: false })
    default:
      return encodeVertex(record)
  }
}

/** An argument may be longer than a vertex message can; the message of all arguments has room. */
function longArgument(record: Extract<VertexRecord, { type: 'argv' | 'envp' }>): Uint8Array {
  const isArgument = record.type === 'argv'
  return encodeArguments({
    firstId: record.id,
    firstRelation: 0n,
    memoryId: 0n,
    memoryVersion: 0,
    argc: isArgument ? 1 : 0,
    envc: isArgument ? 0 : 1,
    taint: record.taint,
    strings: Buffer.from(record.truncated ? record.value : `${record.value}\0`),
  })
}

/** PROV-N of PROV-JSON documents, as they come. */
class ProvNText {
  readonly #onText: (text: string) => void
  readonly #keys = new Set<string>()
  #isBegun = false

  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  /** @param line one document of the format `w3c`. */
  add(line: string): void {
    const lines = [...provNLines(parseLine(line) ?? {}, this.#keys)]
    this.#tell(lines.map((each) => `  ${each}\n`).join(''))
  }

  end(): void {
    this.#tell(PROV_N_END)
  }

  #tell(text: string): void {
    this.#onText(this.#isBegun ? text : `${PROV_N_HEAD}${text}`)
    this.#isBegun = true
  }
}
