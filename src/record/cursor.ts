/**
 * What the decoder hands out: a look at one record where it lies in the ring, without a copy. There is
 * one vertex cursor and one relation cursor per decoder, moved from record to record; whoever wants to
 * keep a record calls `snapshot()`. 64-bit values are two 32-bit halves until somebody asks for a
 * bigint, because making bigints would cost more than all the rest.
 */
import type { RelationEnd, RelationRecord, VertexRecord } from './record.ts'
import type { RelationType, VertexType, VertexTypeName } from './registry.ts'
import { relationByCode, vertexByBit } from './registry.ts'
import { vertexSnapshot } from './snapshot.ts'

/** What is constant for a capture and therefore not on the wire. */
export interface Scope {
  readonly bootId: number
  readonly machineId: number
}

/**
 * What a field begins with that will hold any unsigned word. Beginning with a small integer, V8 would keep
 * small integers there until the first large one, and then compile again all code that reads the field.
 */
export const ANY_WORD = 0xffff_ffff

/**
 * Leaves the index of a word as it is, and tells V8 that nothing small which is added to it overflows: else it looks
 * after each addition.
 */
export const INDEX = 0x3fff_ffff

const HEAD_WORDS = 16

/** Head of the chunk that a record came in, in place. Valid as long as its records. */
export class ChunkHead {
  words: Uint32Array = new Uint32Array(HEAD_WORDS)
  /** Index in `words` of the head's first word. */
  at = 0
  /** Another one for each chunk that the decoder reads. */
  serial = 0

  get epoch(): number {
    return this.words[this.at + 1] as number
  }
  get jiffiesLow(): number {
    return this.words[this.at + 2] as number
  }
  get jiffiesHigh(): number {
    return this.words[this.at + 3] as number
  }
  get timeLow(): number {
    return this.words[this.at + 4] as number
  }
  get timeHigh(): number {
    return this.words[this.at + 5] as number
  }
  get taskIdLow(): number {
    return this.words[this.at + 6] as number
  }
  get taskIdHigh(): number {
    return this.words[this.at + 7] as number
  }
  get cpu(): number {
    return this.words[this.at + 8] as number
  }

  get jiffies(): bigint {
    return wide(this.jiffiesLow, this.jiffiesHigh)
  }

  /** `CLOCK_MONOTONIC` in nanoseconds. */
  get timeNs(): bigint {
    return wide(this.timeLow, this.timeHigh)
  }

  /** Only of a head that lies in memory of its own. */
  set timeNs(value: bigint) {
    this.words[this.at + 4] = Number(value & 0xffff_ffffn)
    this.words[this.at + 5] = Number((value >> 32n) & 0xffff_ffffn)
  }

  /** Seconds of `CLOCK_MONOTONIC`, rounded down. */
  get seconds(): number {
    return Math.floor((this.timeHigh * 0x1_0000_0000 + this.timeLow) / 1e9)
  }

  get taskId(): bigint {
    return wide(this.taskIdLow, this.taskIdHigh)
  }
}

/** Two halves as one bigint. */
export function wide(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low)
}

const NO_WORDS = new Uint32Array(0)
const NO_BYTES = new Uint8Array(0)

/** A message in place: 32-bit words of the memory, and the index where the message starts. */
class MessageCursor {
  readonly chunk: ChunkHead
  readonly scope: Scope
  words: Uint32Array = NO_WORDS
  bytes: Uint8Array = NO_BYTES
  /** Index in `words` of the message's first word. */
  at = 0

  constructor(chunk: ChunkHead, scope: Scope) {
    this.chunk = chunk
    this.scope = scope
  }

  /** The unsigned 32-bit word `byteOffset` bytes into the message; the offset is a multiple of 4. */
  word(byteOffset: number): number {
    return this.words[this.at + (byteOffset >>> 2)] as number
  }

  /** The byte `byteOffset` bytes into the message. */
  byte(byteOffset: number): number {
    return this.bytes[(this.at << 2) + byteOffset] as number
  }

  /** The 64-bit value `byteOffset` bytes into the message. */
  wide(byteOffset: number): bigint {
    return wide(this.word(byteOffset), this.word(byteOffset + 4))
  }
}

/** A vertex in place. Valid only inside the callback it was given to. */
export class VertexCursor extends MessageCursor {
  /** Bit number of the type. */
  bit = 0
  /** Bytes at the end of the message: text, address, content, value. Empty for fixed-size types. */
  payload: Uint8Array = NO_BYTES
  payloadStart = 0
  payloadLength = 0
  /** The text or content was longer than what is here. */
  truncated = false

  get type(): VertexType {
    return vertexByBit[this.bit] as VertexType
  }
  get version(): number {
    return this.words[this.at + 1] as number
  }
  get idLow(): number {
    return this.words[this.at + 2] as number
  }
  get idHigh(): number {
    return this.words[this.at + 3] as number
  }
  get id(): bigint {
    return wide(this.idLow, this.idHigh)
  }
  get taintLow(): number {
    return this.words[this.at + 4] as number
  }
  get taintHigh(): number {
    return this.words[this.at + 5] as number
  }
  get nameIdLow(): number {
    return this.words[this.at + 6] as number
  }
  get nameIdHigh(): number {
    return this.words[this.at + 7] as number
  }

  /** A look at the payload's bytes; valid as long as the cursor stays. */
  payloadBytes(): Uint8Array {
    return this.payload.subarray(this.payloadStart, this.payloadStart + this.payloadLength)
  }

  /** The record as an object of its own. */
  snapshot(): VertexRecord {
    return vertexSnapshot(this)
  }
}

const OFFSET_BIT = 2
const REFUSED_BIT = 1
const PACKET_BIT = 17
const IDENTITY_AT = 56
const IDENTITY_BYTES = 24

/** A relation in place. Valid only inside the callback it was given to. */
export class RelationCursor extends MessageCursor {
  /** `family << 5 | bit` of the type. */
  code = 0
  /** Boot and machine of the ends, where they are not those of the relation. */
  readonly endScope: Scope

  constructor(chunk: ChunkHead, scope: Scope, endScope: Scope) {
    super(chunk, scope)
    this.endScope = endScope
  }

  get type(): RelationType {
    return relationByCode[this.code] as RelationType
  }
  get isAllowed(): boolean {
    return ((this.words[this.at + 1] as number) & REFUSED_BIT) === 0
  }
  get hasOffset(): boolean {
    return ((this.words[this.at + 1] as number) & OFFSET_BIT) !== 0
  }
  get senderBit(): number {
    return ((this.words[this.at + 1] as number) >>> 8) & 0xff
  }
  get receiverBit(): number {
    return ((this.words[this.at + 1] as number) >>> 16) & 0xff
  }
  get idLow(): number {
    return this.words[this.at + 2] as number
  }
  get idHigh(): number {
    return this.words[this.at + 3] as number
  }
  get id(): bigint {
    return wide(this.idLow, this.idHigh)
  }
  /** The id as a number: exact up to 2^53, more relations than a machine makes in a century. */
  get idNumber(): number {
    return this.idHigh * 0x1_0000_0000 + this.idLow
  }
  get senderLow(): number {
    return this.words[this.at + 4] as number
  }
  get senderHigh(): number {
    return this.words[this.at + 5] as number
  }
  get receiverLow(): number {
    return this.words[this.at + 6] as number
  }
  get receiverHigh(): number {
    return this.words[this.at + 7] as number
  }
  get senderVersion(): number {
    return this.words[this.at + 8] as number
  }
  get receiverVersion(): number {
    return this.words[this.at + 9] as number
  }
  get flagsLow(): number {
    return this.words[this.at + 10] as number
  }
  get flagsHigh(): number {
    return this.words[this.at + 11] as number
  }
  get offsetLow(): number {
    return this.words[this.at + 12] as number
  }
  get offsetHigh(): number {
    return this.words[this.at + 13] as number
  }

  /** Index in `bytes` of the 24 bytes of packet identity; only where an end is a packet. */
  get packetStart(): number {
    return (this.at << 2) + IDENTITY_AT
  }

  /** The record as an object of its own. */
  snapshot(): RelationRecord {
    const { type, chunk, scope } = this
    return {
      kind: 'relation',
      type: type.name,
      family: type.family.name,
      id: this.id,
      bootId: scope.bootId,
      machineId: scope.machineId,
      epoch: chunk.epoch,
      jiffies: chunk.jiffies,
      timeNs: chunk.timeNs,
      allowed: this.isAllowed,
      flags: wide(this.flagsLow, this.flagsHigh),
      offset: this.hasOffset ? BigInt.asIntN(64, wide(this.offsetLow, this.offsetHigh)) : undefined,
      taskId: chunk.taskId,
      sender: this.#end(this.senderBit, this.senderLow, this.senderHigh, this.senderVersion),
      receiver: this.#end(
        this.receiverBit,
        this.receiverLow,
        this.receiverHigh,
        this.receiverVersion,
      ),
    }
  }

  #end(bit: number, low: number, high: number, version: number): RelationEnd {
    const end = { type: vertexByBit[bit]?.name as VertexTypeName, id: wide(low, high), version }
    if (bit !== PACKET_BIT) return end
    const start = this.packetStart
    return { ...end, packet: this.bytes.slice(start, start + IDENTITY_BYTES) }
  }
}
