/**
 * The consumer's side of a BPF ring buffer, on memory that somebody else mapped (or that a test made).
 * Records are visited where they lie. What was visited and what was given up are two positions: the
 * kernel may overwrite only what was given up.
 *
 * @source kernel/bpf/ringbuf.c of Linux: positions only grow, the data is mapped twice in a row so that
 *   a record never wraps, a header is u32 length with two flag bits and u32 page offset.
 */

/** Told of one record where it lies; `false` ends the visit before this record. */
export type RecordVisitor = (
  memory: Uint8Array,
  offset: number,
  length: number,
) => boolean | undefined

/** Reads records where they lie; `false` ends the visit before this record. */
export interface RecordReader {
  chunk(memory: Uint8Array, offset: number, length: number): unknown
}

/** The data of a ring, a part of which can be read at a time. */
export interface RingData {
  /** The part, and behind it what follows in the ring, as far as the longest record can reach. */
  readonly memory: ArrayBuffer
  /** Bytes of each part: a power of two, at most the ring's size. */
  readonly partBytes: number
  /** Makes `memory` show the part that begins `place` bytes into the data. */
  show(place: number): void
}

/** Data all of which can be read, behind it its beginning again. @param sizeBytes of the data once. */
export function wholeRing(memory: ArrayBuffer, sizeBytes: number): RingData {
  return { memory, partBytes: sizeBytes, show: () => {} }
}

/** The three mapped parts of a ring. */
export interface RingMemory {
  /** Word 0 is the consumer's position; writable. */
  readonly consumer: BigUint64Array
  /** Word 0 is the producer's position. */
  readonly producer: BigUint64Array
  readonly data: RingData
  /** Bytes of the data once; a power of two. */
  readonly sizeBytes: number
}

export const RING_HEADER_BYTES = 8
/** The producer is still writing the record. */
export const RING_BUSY = 0x8000_0000
/** The producer gave the record up; it has no content. */
export const RING_DISCARDED = 0x4000_0000
const LENGTH_MASK = 0x3fff_ffff
// What a module exports, V8 looks up at each use; its own constants are compiled in.
const HEADER_BYTES = RING_HEADER_BYTES
const DISCARDED = RING_DISCARDED
/**
 * What lies behind a header may be read only after the header. x86 keeps loads in order, and V8 does not move one
 * before another, so a plain load is enough there; it is compiled into place, an atomic one is a call.
 */
const KEEPS_LOADS_IN_ORDER = process.arch === 'x64'

/** Bytes that a record of this length takes up. */
export function recordBytes(length: number): number {
  return (length + RING_HEADER_BYTES + 7) & ~7
}

/** Reads a ring in place. */
export class RingReader {
  readonly sizeBytes: number
  readonly #consumer: BigUint64Array
  readonly #producer: BigUint64Array
  readonly #data: RingData
  readonly #bytes: Uint8Array
  readonly #words: Uint32Array
  #given: number
  #visited: number
  /** Where the part begins that is shown; -1: none. */
  #shown = -1

  constructor(memory: RingMemory) {
    this.sizeBytes = memory.sizeBytes
    this.#consumer = memory.consumer
    this.#producer = memory.producer
    this.#data = memory.data
    this.#bytes = new Uint8Array(memory.data.memory)
    this.#words = new Uint32Array(memory.data.memory)
    this.#given = Number(Atomics.load(this.#consumer, 0))
    this.#visited = this.#given
  }

  /** Bytes between the consumer's and the producer's position. */
  get fillBytes(): number {
    return this.#produced() - this.#given
  }

  /** Bytes not visited yet, records that are being written included. */
  get unvisitedBytes(): number {
    return this.#produced() - this.#visited
  }

  /** Bytes visited and not given up. */
  get heldBytes(): number {
    return this.#visited - this.#given
  }

  /** Whether the next record is complete. */
  get isReady(): boolean {
    if (this.unvisitedBytes <= 0) return false
    const place = this.#place(this.#visited & (this.sizeBytes - 1))
    return (Atomics.load(this.#words, place >>> 2) & RING_BUSY) === 0
  }

  /**
   * Visits records in order without giving them up; ends at one that is still being written.
   *
   * @param maxBytes end after the record that reaches this many bytes.
   * @returns bytes visited, headers and discarded records included.
   */
  drain(visit: RecordVisitor, maxBytes?: number): number {
    return this.drainInto({ chunk: visit }, maxBytes)
  }

  /** The same for a reader that is used again and again, which is called without a detour. */
  drainInto(reader: RecordReader, maxBytes = Number.POSITIVE_INFINITY): number {
    const start = this.#visited
    // Within the ring everything is a small integer, other than the positions.
    const first = start & (this.sizeBytes - 1)
    const limit = Math.min(this.#produced() - start, maxBytes) | 0
    const bytes = this.#bytes
    const words = this.#words
    let done = 0
    try {
      while (done < limit) {
        const offset = this.#place(first + done)
        const at = offset >>> 2
        const header = (KEEPS_LOADS_IN_ORDER ? (words[at] as number) : Atomics.load(words, at)) | 0
        // The bit of a record that is being written is the sign.
        if (header < 0) break
        const length = header & LENGTH_MASK
        if ((header & DISCARDED) === 0) {
          if (reader.chunk(bytes, offset + HEADER_BYTES, length) === false) break
        }
        done += (length + HEADER_BYTES + 7) & ~7
      }
    } finally {
      this.#visited = start + done
    }
    return done
  }

  /** Gives up everything visited. */
  commit(): void {
    if (this.#visited === this.#given) return
    this.#given = this.#visited
    Atomics.store(this.#consumer, 0, BigInt(this.#given))
  }

  #produced(): number {
    return Number(Atomics.load(this.#producer, 0))
  }

  /** Where a place of the ring lies in the part that holds it, which is shown from now on. */
  #place(unwrapped: number): number {
    const place = unwrapped & (this.sizeBytes - 1)
    const offset = place & (this.#data.partBytes - 1)
    if (place - offset !== this.#shown) this.#show(place - offset)
    return offset
  }

  #show(place: number): void {
    this.#shown = -1
    this.#data.show(place)
    this.#shown = place
  }
}
