/** The time of a vertex as attributes, kept as finished text: the date by second, ticks and epoch by chunk. */
import { ANY_WORD, type ChunkHead } from '../record/cursor.ts'
import { ascii, decimalLength, putDecimal } from './byte-writer.ts'
import type { ClockText } from './clock-text.ts'
import { DATE_BYTES } from './clock-text.ts'

const JIFFIES_KEY = ',"cf:jiffies":"'
/** Where the ticks stand in their text. */
export const JIFFIES_AT = JIFFIES_KEY.length
/** How far before the end of its text the date begins. */
export const DATE_END = DATE_BYTES + 1

/** Both formats have the same attributes for it. */
export class StampText {
  readonly #clock: ClockText
  readonly #date = ascii(`,"cf:date":"${'0'.repeat(DATE_BYTES)}"`)
  #dateSerial = -1
  #ticks: Uint8Array = new Uint8Array(0)
  #ticksView: DataView = new DataView(this.#ticks.buffer)
  #jiffiesLow = ANY_WORD
  #jiffiesHigh = ANY_WORD
  #jiffiesDigits = 0
  #epoch = 0

  constructor(clock: ClockText) {
    this.#clock = clock
  }

  /** `,"cf:date":"…"` */
  date(chunk: ChunkHead): Uint8Array {
    const clock = this.#clock
    clock.update(chunk)
    if (clock.serial !== this.#dateSerial) {
      this.#date.set(clock.text, this.#date.length - DATE_END)
      this.#dateSerial = clock.serial
    }
    return this.#date
  }

  /** `,"cf:jiffies":"…","cf:epoch":1` */
  ticks(chunk: ChunkHead): Uint8Array {
    const { jiffiesLow, jiffiesHigh, epoch } = chunk
    const isSame =
      jiffiesLow === this.#jiffiesLow && jiffiesHigh === this.#jiffiesHigh && epoch === this.#epoch
    if (!isSame || this.#ticks.length === 0) this.#setTicks(chunk)
    return this.#ticks
  }

  #setTicks(chunk: ChunkHead): void {
    const { jiffiesLow, jiffiesHigh, epoch } = chunk
    const digits = decimalLength(jiffiesLow, jiffiesHigh)
    if (digits === this.#jiffiesDigits && epoch === this.#epoch) {
      putDecimal(this.#ticksView, JIFFIES_AT, jiffiesLow, jiffiesHigh)
    } else {
      this.#ticks = ascii(`${JIFFIES_KEY}${chunk.jiffies}","cf:epoch":${epoch}`)
      this.#ticksView = new DataView(this.#ticks.buffer)
    }
    this.#jiffiesLow = jiffiesLow
    this.#jiffiesHigh = jiffiesHigh
    this.#jiffiesDigits = digits
    this.#epoch = epoch
  }
}
