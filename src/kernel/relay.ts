/**
 * The relay: the channel of records out of the kernel. Read in place, given up only when the reader says
 * so. Here is the contract and the real one, a ring buffer mapped from its file descriptor; fake.ts has
 * the one for tests.
 */
import { CamflowError } from '../errors.ts'
import { errno, type Handle, libc, viewMemory, watchReadable } from './libbpf.ts'
import { type RecordVisitor, RingReader } from './ring.ts'
import { type WakeUps, watchWakeUps } from './wake-ups.ts'

/** A channel of chunks whose reader decides when they are given up. */
export interface Relay {
  /**
   * Waits for chunks to visit. The kernel rarely wakes a reader up by itself (that would cost more
   * than the record): with records trickling in, the answer comes at the end of the time.
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
const PROT_READ = 1
const PROT_WRITE = 2
const MAP_SHARED = 1
/**
 * As much of the data is mapped a second time behind itself as a record may need that begins at the very
 * end (the longest are SCRATCH_BYTES of bpf/maps.h). All of it would count twice as resident memory.
 */
const LONGEST_RECORD_BYTES = 65_536
/** Between two looks at a record that is being written, or while the reader holds records back. */
const LOOK_AGAIN_MS = 2

/** Maps a ring buffer. @param fd of the map; stays the caller's. @param sizeBytes its max_entries. */
export function openRelay(fd: number, sizeBytes: number): Relay {
  return new MappedRelay(fd, sizeBytes)
}

class MappedRelay implements Relay {
  readonly #fd: number
  readonly #mappings: readonly (readonly [address: Handle, length: number])[]
  readonly #wakeUps: WakeUps
  #reader: RingReader
  #isClosed = false

  constructor(fd: number, sizeBytes: number) {
    this.#fd = fd
    this.#wakeUps = watchWakeUps(fd)
    const dataBytes = sizeBytes + Math.min(sizeBytes, LONGEST_RECORD_BYTES)
    const rest = PAGE_BYTES + dataBytes
    const consumer = mapMemory(fd, PAGE_BYTES, 'write')
    const producer = mapMemory(fd, rest, 'read', PAGE_BYTES)
    this.#mappings = [
      [consumer, PAGE_BYTES],
      [producer, rest],
    ]
    this.#reader = new RingReader({
      consumer: new BigUint64Array(viewMemory(consumer, 8)),
      producer: new BigUint64Array(viewMemory(producer, 8)),
      data: viewMemory(producer + BigInt(PAGE_BYTES), dataBytes),
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
      const isEmpty = this.#reader.fillBytes === 0
      await this.#sleep(isEmpty ? leftMs : Math.min(leftMs, LOOK_AGAIN_MS), isEmpty, signal)
    }
    return true
  }

  drain(visit: RecordVisitor, maxBytes?: number): number {
    return this.#reader.drain(visit, maxBytes)
  }

  takeWakeUp(): boolean {
    return !this.#isClosed && this.#wakeUps.take()
  }

  commit(): void {
    this.#reader.commit()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#wakeUps.close()
    this.#reader = closedReader()
    for (const [address, length] of this.#mappings) libc().munmap(address, length)
  }

  /** Sleeps until the time, the signal or, when asked to watch, the first record. */
  #sleep(timeMs: number, watches: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        watch?.close()
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, timeMs)
      const watch = watches ? watchReadable(this.#fd, wake) : undefined
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}

/** A reader of nothing, so that using a closed relay finds it empty instead of touching freed memory. */
function closedReader(): RingReader {
  const words = () => new BigUint64Array(1)
  return new RingReader({
    consumer: words(),
    producer: words(),
    data: new ArrayBuffer(16),
    sizeBytes: 8,
  })
}

/**
 * Maps the memory of a map.
 *
 * @throws CF_MAP_ACCESS when the kernel does not allow it.
 */
export function mapMemory(
  fd: number,
  length: number,
  access: 'read' | 'write',
  offset = 0,
): Handle {
  const protection = access === 'write' ? PROT_READ | PROT_WRITE : PROT_READ
  const address = libc().mmap(null, length, protection, MAP_SHARED, fd, offset)
  // MAP_FAILED is all ones, as a signed or an unsigned number.
  if (address === null || BigInt.asIntN(64, address) === -1n) {
    throw new CamflowError('CF_MAP_ACCESS', `mmap of ${length} bytes: errno ${errno()}`)
  }
  return address
}
