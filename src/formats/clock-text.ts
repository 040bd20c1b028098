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
  #from = 1
  #to = 0

  constructor(offsetSeconds: number) {
    this.#offsetSeconds = offsetSeconds
  }

  /** Brings `text` to the time of a chunk. */
  update(chunk: ChunkHead): void {
    const timeNs = chunk.timeHigh * TWO_32 + chunk.timeLow
    if (timeNs >= this.#from && timeNs < this.#to) return
    this.#render(timeNs)
  }

  #render(timeNs: number): void {
    const second = Math.floor(timeNs / SECOND_NS + this.#offsetSeconds)
    this.#from = (second - this.#offsetSeconds) * SECOND_NS
    this.#to = this.#from + SECOND_NS
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
