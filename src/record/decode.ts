/**
 * Reads what the capture programs wrote: one chunk in, a callback per record out, nothing copied. See
 * docs/reference/wire.md for the bytes. A message that cannot be right is reported and skipped; the
 * stream goes on with the next message, or with the next chunk when the lengths cannot be trusted.
 */
import type { ErrorCode } from '../errors.ts'
import { ArgumentReader } from './arguments.ts'
import type { Scope } from './cursor.ts'
import { ChunkHead, RelationCursor, VertexCursor } from './cursor.ts'
import { MESSAGE, offsetOf, PATH_FLAG, structOf, vertexStruct } from './layout.ts'
import { PathText } from './path-text.ts'
import {
  relationByCode,
  relationByName,
  vertexByBit,
  vertexByName,
  vertexTypes,
} from './registry.ts'

/** A message or chunk that cannot be read. */
export interface DecodeProblem {
  readonly code: ErrorCode
  /** Byte in the memory given to `chunk()`. */
  readonly offset: number
  readonly detail: string
}

/** What a decoder needs to know and whom it tells. The cursors are valid only during the call. */
export interface DecoderOptions {
  readonly bootId: number
  readonly machineId: number
  /** Boot and machine of the ends of relations, where they differ from those of the capture. */
  readonly endScope?: Scope
  readonly onVertex: (vertex: VertexCursor) => void
  readonly onRelation: (relation: RelationCursor) => void
  readonly onError: (problem: DecodeProblem) => void
}

/** Reads chunks. */
export interface Decoder {
  /**
   * Decodes one chunk in place.
   *
   * @param memory the mapped ring, or any bytes. Read only during the call.
   * @param offset first byte of the chunk.
   * @param length bytes that the chunk may have: those of the ring-buffer record.
   */
  chunk(memory: Uint8Array, offset: number, length: number): void
  /** Epoch of the chunk that was decoded last, as long as its memory is there; 0 before the first. */
  readonly epoch: number
}

const CHUNK_BYTES = structOf('chunk').size
const RELATION_BYTES = structOf('relation').size
const RELATION_WITH_PACKET_BYTES = 80
const SMALLEST_MESSAGE = 8
const TASK = vertexByName('task').bit
const DISC_ACTIVITY = vertexByName('disc_activity').bit
const PACKET = vertexByName('packet').bit
const PATH = vertexByName('path').bit
const XATTR = vertexByName('xattr').bit
const PACKET_CONTENT = vertexByName('packet_content').bit
const VERSION_ACTIVITY = relationByName('version_activity').code
const VERSION_ENTITY = relationByName('version_entity').code
const LENGTH_AT = 40
const FLAGS_AT = offsetOf('vertex_path', 'flags')
const OLD_TYPE_AT = offsetOf('vertex_inode', 'old_type')

/** By vertex bit: bytes of the fixed part, whether a payload follows, whether it is an inode. */
const fixedBytes = new Uint16Array(256)
const hasPayload = new Uint8Array(256)
const isInode = new Uint8Array(256)
for (const type of vertexTypes) {
  const struct = vertexStruct(type)
  fixedBytes[type.bit] = struct.size
  hasPayload[type.bit] = struct.members.some((member) => member.count === 0) ? 1 : 0
  isInode[type.bit] = type.struct === 'vertex_inode' ? 1 : 0
}
const isRelation = Uint8Array.from(relationByCode, (type) => (type === undefined ? 0 : 1))
const isVertex = Uint8Array.from(vertexByBit, (type) => (type === undefined ? 0 : 1))

/** A decoder for the chunks of one capture. */
export function createDecoder(options: DecoderOptions): Decoder {
  return new ChunkDecoder(options)
}

class ChunkDecoder implements Decoder {
  readonly #options: DecoderOptions
  readonly #head = new ChunkHead()
  readonly #vertex: VertexCursor
  readonly #relation: RelationCursor
  /** A second relation cursor: `version_relation` is told while the vertex cursor still stands. */
  readonly #versionRelation: RelationCursor
  readonly #versionWords = new Uint32Array(RELATION_BYTES / 4)
  readonly #arguments: ArgumentReader
  readonly #path = new PathText()
  #memory: Uint8Array = new Uint8Array(0)
  #bytes: Uint8Array = new Uint8Array(0)
  #words: Uint32Array = new Uint32Array(0)
  /** Bytes in `#bytes` that are the caller's. */
  #available = 0
  /** What to add to an offset in `#bytes` to get one in the caller's memory. */
  #shift = 0

  constructor(options: DecoderOptions) {
    this.#options = options
    const scope = { bootId: options.bootId, machineId: options.machineId }
    const ends = options.endScope ?? scope
    this.#vertex = new VertexCursor(this.#head, scope)
    this.#relation = new RelationCursor(this.#head, scope, ends)
    this.#versionRelation = new RelationCursor(this.#head, scope, ends)
    this.#versionRelation.words = this.#versionWords
    this.#arguments = new ArgumentReader(this.#head, scope, ends, options)
  }

  get epoch(): number {
    return this.#head.epoch
  }

  chunk(memory: Uint8Array, offset: number, length: number): void {
    const start = this.#enter(memory, offset, length)
    if (length < CHUNK_BYTES || start + length > this.#available) {
      this.#report('CF_CHUNK_CORRUPT', start, `chunk of ${length} bytes`)
      return
    }
    const words = this.#words
    const used = words[start >>> 2] as number
    if (used < CHUNK_BYTES || used > length) {
      this.#report('CF_CHUNK_CORRUPT', start, `${used} of ${length} bytes used`)
      return
    }
    const head = this.#head
    head.at = start >>> 2
    head.serial = (head.serial + 1) | 0
    this.#messages(start + CHUNK_BYTES, start + used)
  }

  #messages(first: number, end: number): void {
    const words = this.#words
    let at = first
    while (at < end) {
      if (end - at < SMALLEST_MESSAGE) {
        this.#report('CF_RECORD_TRUNCATED', at, `${end - at} bytes left in the chunk`)
        return
      }
      const head = words[at >>> 2] as number
      const size = head & 0xffff
      const kind = (head >>> 16) & 0xff
      if (kind === MESSAGE.arguments && size === 0) {
        this.#arguments.read(this.#words, this.#bytes, at, end, this.#shift)
        return
      }
      if (size < SMALLEST_MESSAGE || (size & 7) !== 0 || at + size > end) {
        this.#report('CF_RECORD_TRUNCATED', at, `size ${size}, ${end - at} bytes left`)
        return
      }
      if (kind === MESSAGE.relation) this.#readRelation(at, size, head >>> 24)
      else if (kind === MESSAGE.vertex) this.#readVertex(at, size, head >>> 24)
      else this.#report('CF_RECORD_UNKNOWN_KIND', at, `kind ${kind}`)
      at += size
    }
  }

  /** Makes the word view of the memory; bytes that do not lie on a word boundary are copied first. */
  #enter(memory: Uint8Array, offset: number, length: number): number {
    // The same ring again, as nearly always; what is kept here begins on a word boundary.
    if (memory === this.#memory && (offset & 3) === 0) return offset
    if (((memory.byteOffset | offset) & 3) !== 0) {
      const size = Math.max(0, Math.min(length, memory.length - offset))
      const copy = new Uint8Array((size + 7) & ~7)
      copy.set(memory.subarray(offset, offset + size))
      this.#view(copy)
      this.#memory = new Uint8Array(0)
      this.#available = size
      this.#shift = offset
      return 0
    }
    // A plain Uint8Array even where a Buffer came: a Buffer's slice() would not copy
    this.#view(new Uint8Array(memory.buffer, memory.byteOffset, memory.length))
    this.#memory = memory
    this.#available = memory.length
    this.#shift = 0
    return offset
  }

  #view(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
    this.#vertex.bytes = this.#relation.bytes = bytes
    this.#vertex.words = this.#relation.words = this.#head.words = this.#words
  }

  #readRelation(at: number, size: number, code: number): void {
    const ends = this.#words[(at >>> 2) + 1] as number
    const sender = (ends >>> 8) & 0xff
    const receiver = (ends >>> 16) & 0xff
    if (isRelation[code] === 0 || isVertex[sender] === 0 || isVertex[receiver] === 0) {
      const detail = `relation ${code} from ${sender} to ${receiver}`
      this.#report('CF_RECORD_UNKNOWN_TYPE', at, detail)
      return
    }
    const hasPacket = sender === PACKET || receiver === PACKET
    if (size < (hasPacket ? RELATION_WITH_PACKET_BYTES : RELATION_BYTES)) {
      this.#report('CF_RECORD_TRUNCATED', at, `relation of ${size} bytes`)
      return
    }
    const cursor = this.#relation
    cursor.at = at >>> 2
    cursor.code = code
    this.#options.onRelation(cursor)
  }

  #readVertex(at: number, size: number, bit: number): void {
    if (isVertex[bit] === 0) {
      this.#report('CF_RECORD_UNKNOWN_TYPE', at, `vertex ${bit}`)
      return
    }
    const fixed = fixedBytes[bit] as number
    if (size < fixed) {
      this.#report('CF_RECORD_TRUNCATED', at, `vertex ${bit} of ${size} bytes`)
      return
    }
    const cursor = this.#vertex
    cursor.at = at >>> 2
    cursor.bit = bit
    cursor.truncated = false
    cursor.payloadLength = 0
    if (hasPayload[bit] === 1 && !this.#readPayload(at, size, fixed, bit)) return
    this.#options.onVertex(cursor)
    const base = at >>> 2
    const words = this.#words
    if (((words[base + 8] as number) | (words[base + 9] as number)) !== 0) {
      this.#tellVersion(at, bit)
    }
  }

  /** Finds the bytes behind the fixed part. @returns false when they are not all there. */
  #readPayload(at: number, size: number, fixed: number, bit: number): boolean {
    const cursor = this.#vertex
    const room = size - fixed
    let length = this.#words[(at + LENGTH_AT) >>> 2] as number
    if (bit === XATTR && length > room) {
      length = room
    } else if (length > room) {
      this.#report('CF_RECORD_TRUNCATED', at, `payload of ${length} bytes in ${room}`)
      return false
    }
    if (bit === PATH) {
      const flags = this.#bytes[at + FLAGS_AT] as number
      this.#path.read(this.#bytes, at + fixed, length, flags)
      cursor.payload = this.#path.bytes
      cursor.payloadStart = 0
      cursor.payloadLength = this.#path.length
      cursor.truncated = (flags & PATH_FLAG.cut) !== 0
      return true
    }
    cursor.payload = this.#bytes
    cursor.payloadStart = at + fixed
    cursor.payloadLength = length
    cursor.truncated =
      (bit === PACKET_CONTENT || isArgument(bit)) && this.#bytes[at + LENGTH_AT + 4] !== 0
    return true
  }

  /** Adds the relation from the version before, which the kernel folded into the vertex. */
  #tellVersion(at: number, bit: number): void {
    const from = this.#words
    const base = at >>> 2
    const version = from[base + 1] as number
    if (version === 0) {
      this.#report('CF_RECORD_CORRUPT', at, 'version relation of version 0')
      return
    }
    const words = this.#versionWords
    words[1] = (this.#oldType(at, bit) << 8) | (bit << 16)
    words[2] = from[base + 8] as number
    words[3] = from[base + 9] as number
    words[4] = words[6] = from[base + 2] as number
    words[5] = words[7] = from[base + 3] as number
    words[8] = version - 1
    words[9] = version
    const cursor = this.#versionRelation
    cursor.code = bit === TASK || bit === DISC_ACTIVITY ? VERSION_ACTIVITY : VERSION_ENTITY
    this.#options.onRelation(cursor)
  }

  #oldType(at: number, bit: number): number {
    if (isInode[bit] === 0) return bit
    const old = this.#bytes[at + OLD_TYPE_AT] as number
    return isInode[old] === 1 ? old : bit
  }

  #report(code: ErrorCode, at: number, detail: string): void {
    this.#options.onError({ code, offset: at + this.#shift, detail })
  }
}

function isArgument(bit: number): boolean {
  return bit === ARGV || bit === ENVP
}
const ARGV = vertexByName('argv').bit
const ENVP = vertexByName('envp').bit
