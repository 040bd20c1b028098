/**
 * Takes one `arguments` message apart: the strings of an exec, which the kernel sends in one piece,
 * become a vertex and a relation each.
 */
import type { Scope } from './cursor.ts'
import { type ChunkHead, RelationCursor, VertexCursor } from './cursor.ts'
import type { DecoderOptions } from './decode.ts'
import { structOf } from './layout.ts'
import { relationByName, vertexByName } from './registry.ts'

const HEAD_BYTES = structOf('arguments').size
const RELATION_WORDS = structOf('relation').size / 4
const VERTEX_WORDS = structOf('vertex_string').size / 4
const ARGV = vertexByName('argv').bit
const ENVP = vertexByName('envp').bit
const PROCESS_MEMORY = vertexByName('process_memory').bit
const ARG = relationByName('arg').code
const ENV = relationByName('env').code
/** More strings than an exec can have: 6 MiB of stack hold 9 bytes for each. */
const MOST_STRINGS = 1 << 20

/** Reads the strings; one per decoder, its cursors are reused. */
export class ArgumentReader {
  readonly #options: DecoderOptions
  readonly #vertex: VertexCursor
  readonly #relation: RelationCursor

  constructor(head: ChunkHead, scope: Scope, ends: Scope, options: DecoderOptions) {
    this.#options = options
    this.#vertex = new VertexCursor(head, scope)
    this.#relation = new RelationCursor(head, scope, ends)
    this.#vertex.words = new Uint32Array(VERTEX_WORDS)
    this.#vertex.bytes = new Uint8Array(this.#vertex.words.buffer)
    this.#relation.words = new Uint32Array(RELATION_WORDS)
  }

  /**
   * @param words the memory as 32-bit words.
   * @param bytes the same memory.
   * @param at first byte of the message.
   * @param end first byte behind the chunk.
   * @param shift added to offsets in problems.
   */
  read(words: Uint32Array, bytes: Uint8Array, at: number, end: number, shift: number): void {
    if (end - at < HEAD_BYTES) {
      const detail = `arguments of ${end - at} bytes`
      this.#options.onError({ code: 'CF_RECORD_TRUNCATED', offset: at + shift, detail })
      return
    }
    const base = at >>> 2
    const argc = words[base + 9] as number
    const envc = words[base + 10] as number
    const skip = words[base + 11] as number
    if (argc + envc + skip > MOST_STRINGS) {
      const detail = `${argc} arguments, ${envc} of the environment, ${skip} left out`
      this.#options.onError({ code: 'CF_RECORD_CORRUPT', offset: at + shift, detail })
      return
    }
    const start = at + HEAD_BYTES
    const length = words[base + 1] as number
    if (length > end - start) {
      const detail = `${length} bytes of strings in ${end - start}`
      this.#options.onError({ code: 'CF_RECORD_TRUNCATED', offset: at + shift, detail })
    }
    this.#fill(words, base)
    this.#vertex.payload = bytes
    const stop = Math.min(start + length, end)
    this.#tellAll(this.#skip(bytes, start, stop, skip), stop, argc, argc + envc)
  }

  /** What all vertices and relations of the message have in common. */
  #fill(words: Uint32Array, base: number): void {
    const vertex = this.#vertex.words
    vertex[2] = words[base + 2] as number
    vertex[3] = words[base + 3] as number
    vertex[4] = words[base + 12] as number
    vertex[5] = words[base + 13] as number
    const relation = this.#relation.words
    relation[2] = words[base + 4] as number
    relation[3] = words[base + 5] as number
    relation[6] = words[base + 6] as number
    relation[7] = words[base + 7] as number
    relation[9] = words[base + 8] as number
  }

  #skip(bytes: Uint8Array, start: number, stop: number, count: number): number {
    let at = start
    for (let i = 0; i < count && at < stop; i++) at = stringEnd(bytes, at, stop) + 1
    return Math.min(at, stop)
  }

  #tellAll(first: number, stop: number, argc: number, count: number): void {
    let at = first
    for (let i = 0; i < count; i++) {
      const end = stringEnd(this.#vertex.payload, at, stop)
      this.#tell(i < argc, at, end, end === stop)
      at = Math.min(end + 1, stop)
    }
  }

  #tell(isArgument: boolean, start: number, end: number, truncated: boolean): void {
    const vertex = this.#vertex
    vertex.bit = isArgument ? ARGV : ENVP
    vertex.payloadStart = start
    vertex.payloadLength = end - start
    vertex.truncated = truncated
    this.#options.onVertex(vertex)
    const relation = this.#relation
    relation.code = isArgument ? ARG : ENV
    relation.words[1] = (vertex.bit << 8) | (PROCESS_MEMORY << 16)
    relation.words[4] = vertex.words[2] as number
    relation.words[5] = vertex.words[3] as number
    this.#options.onRelation(relation)
    increment(vertex.words, 2)
    increment(relation.words, 2)
  }
}

/** Index of the NUL that ends a string, or `stop` when there is none. */
function stringEnd(bytes: Uint8Array, start: number, stop: number): number {
  let at = start
  while (at < stop && bytes[at] !== 0) at++
  return at
}

function increment(words: Uint32Array, at: number): void {
  const low = ((words[at] as number) + 1) >>> 0
  words[at] = low
  if (low === 0) words[at + 1] = ((words[at + 1] as number) + 1) >>> 0
}
