/** A relay of records that were captured earlier: the ring's bytes as the kernel laid them, in memory. */
import type { Relay } from '../../src/kernel/relay.ts'
import {
  type RecordReader,
  type RecordVisitor,
  RING_HEADER_BYTES,
  RingReader,
  recordBytes,
  wholeRing,
} from '../../src/kernel/ring.ts'

/** Boot id, machine id, content length. */
const HEAD_WORDS = 3
const HEAD_BYTES = 16

/** Collects what a relay gives, laid out as in the ring. */
export class RingCollector {
  readonly #bytes: Uint8Array
  readonly #words: Uint32Array
  #length = 0

  /** @param limitBytes of the ring that are kept at most. */
  constructor(limitBytes: number) {
    this.#bytes = new Uint8Array(limitBytes)
    this.#words = new Uint32Array(this.#bytes.buffer)
  }

  get isFull(): boolean {
    return this.#length > this.#bytes.length - 65_536
  }

  /** Adds one record. */
  add(memory: Uint8Array, offset: number, length: number): undefined {
    if (this.isFull) return undefined
    this.#words[this.#length >>> 2] = length
    this.#bytes.set(memory.subarray(offset, offset + length), this.#length + RING_HEADER_BYTES)
    this.#length += recordBytes(length)
    return undefined
  }

  /** The collection as `ringImage` reads it. */
  image(scope: { readonly bootId: number; readonly machineId: number }): Uint8Array {
    const head = new Uint8Array(HEAD_BYTES)
    new Uint32Array(head.buffer).set([scope.bootId, scope.machineId, this.#length])
    return Buffer.concat([head, this.#bytes.subarray(0, this.#length)])
  }
}

/** A collection read back. */
export interface RingImage {
  readonly bootId: number
  readonly machineId: number
  readonly lengthBytes: number
  /** A relay that holds everything, from the beginning. */
  open(): Relay
}

/** Reads a collection. */
export function ringImage(stored: Uint8Array): RingImage {
  const [bootId = 0, machineId = 0, lengthBytes = 0] = new Uint32Array(
    stored.buffer.slice(stored.byteOffset, stored.byteOffset + HEAD_WORDS * 4),
  )
  const sizeBytes = 2 ** Math.ceil(Math.log2(lengthBytes + 1))
  const data = new ArrayBuffer(lengthBytes)
  new Uint8Array(data).set(stored.subarray(HEAD_BYTES))
  return {
    bootId,
    machineId,
    lengthBytes,
    open: () => new ImageRelay(data, lengthBytes, sizeBytes),
  }
}

class ImageRelay implements Relay {
  readonly sizeBytes: number
  readonly #reader: RingReader

  constructor(data: ArrayBuffer, lengthBytes: number, sizeBytes: number) {
    this.sizeBytes = sizeBytes
    const consumer = new BigUint64Array(1)
    const producer = BigUint64Array.of(BigInt(lengthBytes))
    const memory = wholeRing(data, sizeBytes)
    this.#reader = new RingReader({ consumer, producer, data: memory, sizeBytes })
  }

  get fillBytes(): number {
    return this.#reader.fillBytes
  }

  async wait(): Promise<boolean> {
    return this.#reader.isReady
  }

  drain(visit: RecordVisitor, maxBytes?: number): number {
    return this.#reader.drain(visit, maxBytes)
  }

  drainInto(reader: RecordReader, maxBytes?: number): number {
    return this.#reader.drainInto(reader, maxBytes)
  }

  takeWakeUp(): boolean {
    return false
  }

  commit(): void {
    this.#reader.commit()
  }

  close(): void {}
}
