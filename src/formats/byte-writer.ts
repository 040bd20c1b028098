/**
 * Text as bytes in one growing buffer. The formats write hundreds of bytes for each record; strings in
 * between would cost several times as much (measured: platform.md), so everything here writes bytes.
 */
import { putBase64 } from './base64.ts'

const ZERO = 0x30
const BILLION = 1_000_000_000
const TWO_16 = 0x1_0000
const TWO_32 = 0x1_0000_0000
const MOST_EXACT_HIGH = 0x1f_ffff
const HEX = ascii('0123456789abcdef')
const HEX_PAIRS = Uint16Array.from(
  { length: 256 },
  (_, i) => (HEX[i >>> 4] as number) | ((HEX[i & 15] as number) << 8),
)
/** Two characters at once, as a little-endian word: for 0 to 99 its digits. */
const DIGIT_PAIRS = Uint16Array.from(
  { length: 100 },
  (_, i) => (ZERO + Math.floor(i / 10)) | ((ZERO + (i % 10)) << 8),
)
/** The same for 0 to 9999 and four digits. */
const DIGIT_QUADS = Uint32Array.from(
  { length: 10_000 },
  (_, i) => (DIGIT_PAIRS[Math.floor(i / 100)] as number) | ((DIGIT_PAIRS[i % 100] as number) << 16),
)
/** Bytes that a piece may write behind its text. */
const PIECE_SLACK = 3
/** V8 would look `set` up in the chain of prototypes each time, which costs as much as the copy. */
export const copy = Uint8Array.prototype.set
/** Below this, a loop of byte stores is faster than a call of `set`. */
const SHORT = 32

/** ASCII text as bytes, made once. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

/**
 * Memory that is not cleared. Always a plain `Uint8Array`: with a `Buffer` now and then, every store below
 * would have to look which of the two it is.
 */
export function uncleared(size: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(size).buffer, 0, size)
}

/** Decimal digits of an integer from 0 to 999,999,999. */
function digitsBelowBillion(value: number): number {
  if (value < 10_000) {
    if (value < 100) return value < 10 ? 1 : 2
    return value < 1000 ? 3 : 4
  }
  if (value < 1_000_000) return value < 100_000 ? 5 : 6
  if (value < 100_000_000) return value < 10_000_000 ? 7 : 8
  return 9
}

/**
 * Writes `digits` decimal digits of an integer below 10^9, with leading zeros.
 *
 * @returns the index behind the last digit.
 */
export function putDigits(view: DataView, at: number, value: number, digits: number): number {
  let rest = value | 0
  let i = at + digits
  while (i - at >= 4) {
    const quotient = (rest / 10_000) | 0
    i -= 4
    view.setUint32(i, DIGIT_QUADS[rest - quotient * 10_000] as number, true)
    rest = quotient
  }
  if (i - at >= 2) {
    const quotient = (rest / 100) | 0
    i -= 2
    view.setUint16(i, DIGIT_PAIRS[rest - quotient * 100] as number, true)
    rest = quotient
  }
  if (i > at) view.setUint8(at, ZERO + rest)
  return at + digits
}

/** Writes an integer from 0 to 9999 as four digits. */
export function putDigitQuad(view: DataView, at: number, value: number): void {
  view.setUint32(at, DIGIT_QUADS[value] as number, true)
}

/** Writes an unsigned 64-bit integer in decimal. @returns the index behind it. */
export function putDecimal(view: DataView, at: number, low: number, high: number): number {
  if (high === 0 && low < BILLION) return putDigits(view, at, low, digitsBelowBillion(low))
  if (high > MOST_EXACT_HIGH) return putBig(view, at, low, high)
  const value = high * TWO_32 + low
  const upper = Math.floor(value / BILLION)
  const end = putDigits(view, at, upper, digitsBelowBillion(upper))
  return putDigits(view, end, value - upper * BILLION, 9)
}

/** A number that a double does not hold: divided by 10^9 in pieces of 16 bits. */
function putBig(view: DataView, at: number, low: number, high: number): number {
  let quotient = 0
  let rest = 0
  for (let piece = 0; piece < 4; piece++) {
    const half = piece < 2 ? high : low
    const value = rest * TWO_16 + ((piece & 1) === 0 ? half >>> 16 : half & 0xffff)
    const digit = Math.floor(value / BILLION)
    quotient = quotient * TWO_16 + digit
    rest = value - digit * BILLION
  }
  const upper = Math.floor(quotient / BILLION)
  let end = at
  if (upper > 0) end = putDigits(view, end, upper, digitsBelowBillion(upper))
  const middle = quotient - upper * BILLION
  end = putDigits(view, end, middle, upper > 0 ? 9 : digitsBelowBillion(middle))
  return putDigits(view, end, rest, 9)
}

/** How many characters `putDecimal` writes. */
export function decimalLength(low: number, high: number): number {
  if (high === 0 && low < BILLION) return digitsBelowBillion(low)
  if (high > MOST_EXACT_HIGH) return ((BigInt(high) << 32n) | BigInt(low)).toString().length
  return digitsBelowBillion(Math.floor((high * TWO_32 + low) / BILLION)) + 9
}

/** Writes a byte as two digits of lower-case hex. */
export function putHexPair(view: DataView, at: number, byte: number): void {
  view.setUint16(at, HEX_PAIRS[byte] as number, true)
}

/** Writes an unsigned 64-bit integer in lower-case hex without padding. @returns the index behind it. */
export function putHex(view: DataView, at: number, low: number, high: number): number {
  if (high === 0 && low < 16) {
    view.setUint8(at, HEX[low] as number)
    return at + 1
  }
  const top = high === 0 ? low : high
  const first = (31 - Math.clz32(top)) >>> 2
  let end = at
  for (let i = first; i >= 0; i--) view.setUint8(end++, HEX[(top >>> (i * 4)) & 15] as number)
  if (high === 0) return end
  for (let i = 7; i >= 0; i--) view.setUint8(end++, HEX[(low >>> (i * 4)) & 15] as number)
  return end
}

/**
 * Text that is written again and again, as little-endian words: four characters a store. The last word
 * is filled up with NULs, which the next text overwrites.
 */
export class Piece {
  readonly length: number
  readonly words: Uint32Array

  constructor(text: string) {
    const bytes = Buffer.from(text, 'latin1')
    this.length = bytes.length
    this.words = new Uint32Array(Math.ceil(bytes.length / 4))
    bytes.copy(new Uint8Array(this.words.buffer))
  }
}

/**
 * Writes a piece. Up to three NULs are written behind it, for which there must be room.
 *
 * @returns the index behind the text.
 */
export function putPiece(view: DataView, at: number, piece: Piece): number {
  const { words } = piece
  for (let i = 0; i < words.length; i++) view.setUint32(at + (i << 2), words[i] as number, true)
  return at + piece.length
}

/** A buffer that grows. `bytes` up to `length` is what was written; `view` shows the same memory. */
export class ByteWriter {
  bytes: Uint8Array
  view: DataView
  length = 0
  /** Bytes of `bytes`: asking the array takes V8 several steps more. */
  #capacity: number

  constructor(capacity: number) {
    this.bytes = uncleared(Math.max(capacity, PIECE_SLACK))
    this.view = new DataView(this.bytes.buffer)
    this.#capacity = this.bytes.length
  }

  /**
   * Makes room for `count` bytes more, and the slack of a piece. Call it before writing into `bytes` or
   * `view` directly.
   */
  reserve(count: number): void {
    const needed = this.length + count + PIECE_SLACK
    if (needed > this.#capacity) this.#grow(needed)
  }

  #grow(needed: number): void {
    const larger = uncleared(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.length))
    this.#use(larger)
  }

  #use(memory: Uint8Array): void {
    this.bytes = memory
    this.view = new DataView(memory.buffer)
    this.#capacity = memory.length
  }

  /**
   * Hands over what was written, with its memory, and goes on with other memory.
   *
   * @param memory that begins at byte 0 of its buffer; used if it is large enough.
   * @param size bytes of fresh memory else.
   */
  take(memory: Uint8Array | undefined, size: number): Uint8Array {
    const written = this.bytes.subarray(0, this.length)
    const next = memory?.buffer
    this.#use(next && next.byteLength >= size ? new Uint8Array(next) : uncleared(size))
    this.length = 0
    return written
  }

  byte(value: number): void {
    this.reserve(1)
    this.view.setUint8(this.length++, value)
  }

  /** Copies bytes as they are. */
  raw(source: Uint8Array): void {
    const count = source.length
    this.reserve(count)
    if (count > SHORT) copy.call(this.bytes, source, this.length)
    else {
      const { view, length } = this
      for (let i = 0; i < count; i++) view.setUint8(length + i, source[i] as number)
    }
    this.length += count
  }

  /** Writes again what stands between two earlier places. */
  repeat(from: number, to: number): void {
    const count = to - from
    this.reserve(count)
    if (count > SHORT) {
      this.bytes.copyWithin(this.length, from, to)
    } else {
      const { view, length } = this
      for (let i = 0; i < count; i++) view.setUint8(length + i, view.getUint8(from + i))
    }
    this.length += count
  }

  piece(piece: Piece): void {
    this.reserve(piece.length)
    this.length = putPiece(this.view, this.length, piece)
  }

  decimal(low: number, high = 0): void {
    this.reserve(20)
    this.length = putDecimal(this.view, this.length, low, high)
  }

  /** A 64-bit integer with its sign, from two's complement halves. */
  signed(low: number, high: number): void {
    if (high < 0x8000_0000) {
      this.decimal(low, high)
      return
    }
    this.byte(0x2d)
    const negatedLow = (~low + 1) >>> 0
    this.decimal(negatedLow, (~high + (negatedLow === 0 ? 1 : 0)) >>> 0)
  }

  hex(low: number, high = 0): void {
    this.reserve(16)
    this.length = putHex(this.view, this.length, low, high)
  }

  base64(source: Uint8Array, start: number, length: number): void {
    this.reserve(Math.ceil(length / 3) * 4)
    this.length = putBase64(this.view, this.length, source, start, length)
  }

  /** Takes back everything behind `length`. */
  truncate(length: number): void {
    this.length = length
  }
}
