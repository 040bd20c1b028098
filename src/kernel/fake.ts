/**
 * A relay without a kernel, for tests: a ring in ordinary memory with the same protocol, and the
 * producer's side of it. It is filled with `put` and read like the real one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Relay } from './relay.ts'
import {
  type RecordReader,
  type RecordVisitor,
  RING_BUSY,
  RING_DISCARDED,
  RING_HEADER_BYTES,
  RingReader,
  recordBytes,
  wholeRing,
} from './ring.ts'

/** A record that was reserved and is not complete yet. */
export interface Reservation {
  /** Makes the record visible. */
  submit(): void
  /** Makes the record one that the reader skips. */
  discard(): void
}

const LOOK_MS = 1

/** A ring in memory. */
export class FakeRelay implements Relay {
  readonly sizeBytes: number
  readonly #consumer = new BigUint64Array(1)
  readonly #producer = new BigUint64Array(1)
  readonly #bytes: Uint8Array
  readonly #words: Uint32Array
  readonly #reader: RingReader
  #isAwake = false

  /** @param sizeBytes of the ring; a power of two. */
  constructor(sizeBytes = 1 << 20) {
    this.sizeBytes = sizeBytes
    const data = new ArrayBuffer(2 * sizeBytes)
    this.#bytes = new Uint8Array(data)
    this.#words = new Uint32Array(data)
    this.#reader = new RingReader({
      consumer: this.#consumer,
      producer: this.#producer,
      data: wholeRing(data, sizeBytes),
      sizeBytes,
    })
  }

  get fillBytes(): number {
    return this.#reader.fillBytes
  }

  /** Puts a complete chunk in. @returns false when the ring is full: the chunk is lost. */
  put(chunk: Uint8Array): boolean {
    const reservation = this.reserve(chunk)
    reservation?.submit()
    return reservation !== undefined
  }

  /** Puts a chunk in that the reader cannot see yet; `undefined` when the ring is full. */
  reserve(chunk: Uint8Array): Reservation | undefined {
    const position = Number(this.#producer[0])
    const size = recordBytes(chunk.length)
    if (position + size - Number(this.#consumer[0]) > this.sizeBytes) return undefined
    const at = position % this.sizeBytes
    this.#write(at + RING_HEADER_BYTES, chunk)
    const setHeader = (header: number) => {
      this.#words[at >>> 2] = header
      this.#words[(at + this.sizeBytes) >>> 2] = header
    }
    setHeader((chunk.length | RING_BUSY) >>> 0)
    this.#producer[0] = BigInt(position + size)
    return {
      submit: () => setHeader(chunk.length),
      discard: () => setHeader((chunk.length | RING_DISCARDED) >>> 0),
    }
  }

  async wait(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + timeoutMs
    while (!this.#reader.isReady) {
      if (performance.now() >= deadline || signal?.aborted) return false
      await sleep(LOOK_MS)
    }
    return true
  }

  /** As the kernel does for a record that should not wait. */
  wakeUp(): void {
    this.#isAwake = true
  }

  takeWakeUp(): boolean {
    const isAwake = this.#isAwake
    this.#isAwake = false
    return isAwake
  }

  drain(visit: RecordVisitor, maxBytes?: number): number {
    return this.#reader.drain(visit, maxBytes)
  }

  drainInto(reader: RecordReader, maxBytes?: number): number {
    return this.#reader.drainInto(reader, maxBytes)
  }

  commit(): void {
    this.#reader.commit()
  }

  close(): void {}

  /** Writes into both halves, as the kernel's double mapping does by itself. */
  #write(at: number, chunk: Uint8Array): void {
    this.#bytes.set(chunk, at)
    for (let i = 0; i < chunk.length; i++) {
      this.#bytes[(at + i + this.sizeBytes) % (2 * this.sizeBytes)] = chunk[i] as number
    }
  }
}
