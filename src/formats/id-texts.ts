/**
 * Ids at one place of a text that is written again and again. Each knows what stands there and encodes only
 * what differs: relations count up, and their ends are mostly other versions of the same objects.
 */
import { ANY_WORD, type Scope } from '../record/cursor.ts'
import { decimalLength, putDecimal, putDigitPair } from './byte-writer.ts'
import {
  putHigh,
  putIdentifier,
  putLow,
  putLowVersion,
  putPacket,
  putSeam,
  putVersion,
  putVertex,
  putVertexLow,
} from './identifier-bytes.ts'

/** No vertex has this bit. */
const NO_BIT = -1
/** Numbers up to here are small integers to V8. */
const MOST_SMALL = 0x7fff_ffff

/** A relation's id in decimal. */
export class IdText {
  readonly #view: DataView
  readonly #at: number
  readonly #digits: number
  /** The number that stands there without its last two digits; 0: none that could be compared. */
  #hundreds = 0

  /** @param digits that there is room for. */
  constructor(view: DataView, at: number, digits: number) {
    this.#view = view
    this.#at = at
    this.#digits = digits
  }

  /** Whether a number has as many digits as there is room for. */
  fits(low: number, high: number): boolean {
    return this.#isNear(low, high) || decimalLength(low, high) === this.#digits
  }

  /** @param low of a number that fits. */
  show(low: number, high: number): void {
    if (this.#isNear(low, high)) {
      putDigitPair(this.#view, this.#at + this.#digits - 2, low - this.#hundreds * 100)
      return
    }
    putDecimal(this.#view, this.#at, low, high)
    this.#hundreds = high === 0 && low < MOST_SMALL ? (low / 100) | 0 : 0
  }

  /** Whether a number differs from what stands there in the last two digits at most. */
  #isNear(low: number, high: number): boolean {
    if (this.#hundreds === 0 || high !== 0 || low >= MOST_SMALL) return false
    return ((low / 100) | 0) === this.#hundreds
  }
}

/** A relation's identifier. */
export class RelationText {
  readonly #view: DataView
  readonly #at: number
  readonly #typeHigh: number
  readonly #bootId: number
  #upperLow = -1
  #high = ANY_WORD

  constructor(
    view: DataView,
    at: number,
    type: { readonly low: number; readonly high: number },
    scope: Scope,
  ) {
    this.#view = view
    this.#at = at
    this.#typeHigh = type.high
    this.#bootId = scope.bootId
    putIdentifier(view, at, type, { low: 0, high: 0 }, scope, 0)
  }

  show(low: number, high: number): void {
    putSeam(this.#view, this.#at, this.#typeHigh, low)
    const upperLow = low >>> 8
    if (upperLow === this.#upperLow && high === this.#high) return
    putLow(this.#view, this.#at, low)
    putHigh(this.#view, this.#at, high, this.#bootId)
    this.#upperLow = upperLow
    this.#high = high
  }
}

/** The identifier of a relation's end. */
export class EndText {
  readonly #view: DataView
  readonly #at: number
  readonly #scope: Scope
  #bit = NO_BIT
  #low = ANY_WORD
  #high = ANY_WORD
  #version = ANY_WORD

  constructor(view: DataView, at: number, scope: Scope) {
    this.#view = view
    this.#at = at
    this.#scope = scope
    putVertex(view, at, 0, 0, 0, 0, scope)
  }

  show(bit: number, low: number, high: number, version: number): void {
    if (bit !== this.#bit || high !== this.#high) {
      putVertex(this.#view, this.#at, bit, low, high, version, this.#scope)
      this.#bit = bit
      this.#high = high
      this.#low = low
      this.#version = version
      return
    }
    if (low !== this.#low) {
      putVertexLow(this.#view, this.#at, bit, low)
      this.#low = low
    }
    if (version !== this.#version) {
      if (version >>> 24 === this.#version >>> 24) putLowVersion(this.#view, this.#at, version)
      else putVersion(this.#view, this.#at, version)
      this.#version = version
    }
  }

  /** @param start of the 24 bytes of the packet's identity. */
  showPacket(bit: number, identity: Uint8Array, start: number): void {
    putPacket(this.#view, this.#at, bit, identity, start)
    this.#bit = NO_BIT
  }
}
