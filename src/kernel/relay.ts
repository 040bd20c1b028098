/**
 * The relay: the channel of records out of the kernel. Read in place, given up only when the reader says
 * so. Here is the contract and the real one, a ring buffer mapped from its file descriptor; fake.ts has
 * the one for tests.
 */
import { CamflowError } from '../errors.ts'
import { errno, type Handle, libc, viewMemory, watchReadable } from './libbpf.ts'
import {
  type RecordReader,
  type RecordVisitor,
  type RingData,
  RingReader,
  wholeRing,
} from './ring.ts'
import type { WakeUps } from './wake-ups.ts'

/** A channel of chunks whose reader decides when they are given up. */
export interface Relay {
  /**
   * Waits for chunks to visit. The kernel rarely wakes a reader up by itself (that would cost more
   * than the record), other than for a record that should not wait: with others trickling in, the answer
   * comes at the end of the time.
   *
   * @returns true when there are chunks to visit, false after the time or the signal.
   */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<boolean>
  /**
   * Visits chunks in order without giving them up. The memory is valid only during the call.
   *
   * @param visit told of each chunk; `false` ends the visit before this chunk.
   * @param maxBytes end after the chunk that reaches this many bytes.
   * @returns bytes visited; 0: nothing is there.
   */
  drain(visit: RecordVisitor, maxBytes?: number): number
  /** The same for a reader that is used again and again, which is called without a detour. */
  drainInto(reader: RecordReader, maxBytes?: number): number
  /**
   * Whether the kernel asked for attention since the last call: a record came that should not wait, or
   * many did.
   */
  takeWakeUp(): boolean
  /** Gives up everything visited: the kernel may overwrite it. */
  commit(): void
  /** Bytes that are waiting, visited ones that were not given up included. */
  readonly fillBytes: number
  /** Bytes that the channel holds. */
  readonly sizeBytes: number
  /** Unmaps the ring. What was not given up stays in the kernel. */
  close(): void
}

const PAGE_BYTES = 4096
/** Behind the consumer's position and the producer's, a page each. */
const DATA_OFFSET = 2 * PAGE_BYTES
const PROT_READ = 1
const PROT_WRITE = 2
const MAP_SHARED = 1
const MAP_PRIVATE = 2
const MAP_FIXED = 16
const MAP_ANONYMOUS = 32
/** Bytes that a record takes at most (the longest are SCRATCH_BYTES of bpf/maps.h), in whole pages. */
const LONGEST_RECORD_BYTES = 65_536
/** Bytes of the data that are mapped at a time: what is mapped counts as resident memory, read or not. */
const PART_BYTES = 8 << 20
/** Between two looks at a record that is being written, or while the reader holds records back. */
const LOOK_AGAIN_MS = 2

/**
 * Maps a ring buffer.
 *
 * @param fd of the map; stays the caller's.
 * @param sizeBytes its max_entries.
 * @param wakeUps of the programs that write into it.
 */
export function openRelay(fd: number, sizeBytes: number, wakeUps: WakeUps): Relay {
  return new MappedRelay(fd, sizeBytes, wakeUps)
}

class MappedRelay implements Relay {
  readonly #fd: number
  readonly #mappings: readonly (readonly [address: Handle, length: number])[]
  readonly #wakeUps: WakeUps
  #reader: RingReader
  #isClosed = false
  /** Ends the sleep of who waits. */
  #wake = () => {}

  constructor(fd: number, sizeBytes: number, wakeUps: WakeUps) {
    this.#fd = fd
    this.#wakeUps = wakeUps
    const consumer = mapMemory(fd, PAGE_BYTES, 'write')
    const producer = mapMemory(fd, PAGE_BYTES, 'read', PAGE_BYTES)
    const partBytes = Math.min(sizeBytes, PART_BYTES)
    const dataBytes = partBytes + Math.min(sizeBytes, LONGEST_RECORD_BYTES)
    const data = mapMemory(fd, dataBytes, 'read', DATA_OFFSET)
    this.#mappings = [
      [consumer, PAGE_BYTES],
      [producer, PAGE_BYTES],
      [data, dataBytes],
    ]
    this.#reader = new RingReader({
      consumer: new BigUint64Array(viewMemory(consumer, 8)),
      producer: new BigUint64Array(viewMemory(producer, 8)),
      data: mappedData(fd, data, partBytes, dataBytes),
      sizeBytes,
    })
  }

  get fillBytes(): number {
    return this.#reader.fillBytes
  }

  get sizeBytes(): number {
    return this.#reader.sizeBytes
  }

  async wait(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + timeoutMs
    while (!this.#reader.isReady) {
      const leftMs = deadline - performance.now()
      if (leftMs <= 0 || signal?.aborted) return false
      // The descriptor stays readable while anything is in the ring, so it tells nothing new then.
      if (this.#reader.fillBytes > 0)
        await this.#sleep(Math.min(leftMs, LOOK_AGAIN_MS), false, signal)
      else await this.#sleepUntilCalled(leftMs, signal)
    }
    return true
  }

  drain(visit: RecordVisitor, maxBytes?: number): number {
    return this.#reader.drain(visit, maxBytes)
  }

  drainInto(reader: RecordReader, maxBytes?: number): number {
    return this.#reader.drainInto(reader, maxBytes)
  }

  takeWakeUp(): boolean {
    return this.#wakeUps.take()
  }

  commit(): void {
    this.#reader.commit()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // Before the descriptor is another file's.
    this.#wake()
    this.#reader = closedReader()
    for (const [address, length] of this.#mappings) libc().munmap(address, length)
  }

  /** Sleeps with nothing in the ring, and the kernel knows that. */
  async #sleepUntilCalled(timeMs: number, signal?: AbortSignal): Promise<void> {
    this.#wakeUps.fallAsleep()
    if (this.#reader.fillBytes === 0) await this.#sleep(timeMs, true, signal)
    this.#wakeUps.getUp()
  }

  /** Sleeps until the time, the signal or, when asked to watch, the first record. */
  #sleep(timeMs: number, watches: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        watch?.close()
        signal?.removeEventListener('abort', wake)
        this.#wake = () => {}
        resolve()
      }
      const timer = setTimeout(wake, timeMs)
      const watch = watches && !this.#isClosed ? watchReadable(this.#fd, wake) : undefined
      signal?.addEventListener('abort', wake, { once: true })
      this.#wake = wake
    })
  }
}

/** Data that is mapped part after part at one place, so that what looks there sees the part it asked for. */
function mappedData(fd: number, at: Handle, partBytes: number, bytes: number): RingData {
  return {
    memory: viewMemory(at, bytes),
    partBytes,
    show: (place) => void mapMemory(fd, bytes, 'read', DATA_OFFSET + place, at),
  }
}

/** A reader of nothing, so that using a closed relay finds it empty instead of touching freed memory. */
function closedReader(): RingReader {
  const words = () => new BigUint64Array(1)
  return new RingReader({
    consumer: words(),
    producer: words(),
    data: wholeRing(new ArrayBuffer(16), 8),
    sizeBytes: 8,
  })
}

/** Lets go of what is mapped somewhere and leaves memory of nobody's there. @throws CF_MAP_ACCESS */
export function mapNothing(at: Handle, length: number): void {
  const flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS
  mapped(libc().mmap(at, length, PROT_READ | PROT_WRITE, flags, -1, 0), length)
}

/**
 * Maps the memory of a map.
 *
 * @param at in the place of what is mapped there.
 * @throws CF_MAP_ACCESS when the kernel does not allow it.
 */
export function mapMemory(
  fd: number,
  length: number,
  access: 'read' | 'write',
  offset = 0,
  at?: Handle,
): Handle {
  const protection = access === 'write' ? PROT_READ | PROT_WRITE : PROT_READ
  const flags = at === undefined ? MAP_SHARED : MAP_SHARED | MAP_FIXED
  return mapped(libc().mmap(at ?? null, length, protection, flags, fd, offset), length)
}

function mapped(address: Handle, length: number): Handle {
  // MAP_FAILED is all ones, as a signed or an unsigned number.
  if (address === null || BigInt.asIntN(64, address) === -1n) {
    throw new CamflowError('CF_MAP_ACCESS', `mmap of ${length} bytes: errno ${errno()}`)
  }
  return address
}
