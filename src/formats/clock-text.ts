/** The date of a record: its `CLOCK_MONOTONIC` plus the machine's offset, to the second, in UTC. */
import type { ChunkHead } from '../record/cursor.ts'

const TWO_32 = 0x1_0000_0000
const SECOND_NS = 1e9

/** Bytes of `YYYY:MM:DDTHH:MM:SS`. */
export const DATE_BYTES = 19

/** Keeps the text of the current second; most records are of the same second as the one before. */
export class ClockText {
  readonly #offsetSeconds: number
  readonly text = new Uint8Array(DATE_BYTES)
  /** Changes whenever `text` changes. */
  serial = 0
  /** Where the second begins in the lower half of the time, as far as the upper half is the same; how long it is. */
  #high = 0
  #fromLow = 0
  #nanoseconds = 0

  constructor(offsetSeconds: number) {
    this.#offsetSeconds = offsetSeconds
  }

  /** Brings `text` to the time of a chunk. */
  update(chunk: ChunkHead): void {
    const { timeLow, timeHigh } = chunk
    const since = ((timeLow | 0) - this.#fromLow) >>> 0
    if (since < this.#nanoseconds && (timeHigh | 0) === this.#high) return
    this.#render(timeHigh, timeLow)
  }

  #render(timeHigh: number, timeLow: number): void {
    const base = timeHigh * TWO_32
    const second = Math.floor((base + timeLow) / SECOND_NS + this.#offsetSeconds)
    const from = Math.ceil((second - this.#offsetSeconds) * SECOND_NS) - base
    const fromLow = Math.max(from, 0)
    this.#high = timeHigh | 0
    this.#fromLow = fromLow | 0
    this.#nanoseconds = (Math.min(from + SECOND_NS, TWO_32) - fromLow) | 0
    const iso = dateText(second)
    for (let i = 0; i < DATE_BYTES; i++) this.text[i] = iso.charCodeAt(i)
    this.serial++
  }
}

/** A UTC second as `YYYY:MM:DDTHH:MM:SS`, colons in the date too, as CamFlow writes it. */
export function dateText(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000)
  if (Number.isNaN(date.getTime())) return '1970:01:01T00:00:00'
  return date.toISOString().slice(0, DATE_BYTES).replaceAll('-', ':')
}
