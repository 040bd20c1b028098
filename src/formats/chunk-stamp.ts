/**
 * When and by whom the chunk at hand was made. Records are compared with the one before of their type, and
 * most chunks are of the same tick: who compares a number here need not compare time, ticks and epoch.
 */
import { ANY_WORD, type ChunkHead } from '../record/cursor.ts'
import type { ClockText } from './clock-text.ts'

/** Words are kept as signed integers, which V8 holds in place; unsigned ones would each be an object. */
export class ChunkStamp {
  readonly clock: ClockText
  /** Changes whenever the date, the ticks or the epoch do. */
  serial = 0
  taskLow = 0
  taskHigh = 0
  #chunk: ChunkHead | undefined
  #chunkSerial = 0
  #jiffiesLow = ANY_WORD | 0
  #jiffiesHigh = ANY_WORD | 0
  #epoch = ANY_WORD | 0
  #dateSerial = -1

  constructor(clock: ClockText) {
    this.clock = clock
  }

  /** Brings everything to a chunk. */
  update(chunk: ChunkHead): void {
    if (chunk.serial === this.#chunkSerial && chunk === this.#chunk) return
    if (chunk !== this.#chunk) this.#chunk = chunk
    this.#chunkSerial = chunk.serial
    this.taskLow = chunk.taskIdLow | 0
    this.taskHigh = chunk.taskIdHigh | 0
    const { clock } = this
    clock.update(chunk)
    const isSame =
      (chunk.jiffiesLow | 0) === this.#jiffiesLow &&
      (chunk.jiffiesHigh | 0) === this.#jiffiesHigh &&
      (chunk.epoch | 0) === this.#epoch &&
      clock.serial === this.#dateSerial
    if (!isSame) this.#change(chunk)
  }

  #change({ jiffiesLow, jiffiesHigh, epoch }: ChunkHead): void {
    this.#jiffiesLow = jiffiesLow | 0
    this.#jiffiesHigh = jiffiesHigh | 0
    this.#epoch = epoch | 0
    this.#dateSerial = this.clock.serial
    this.serial++
  }
}
