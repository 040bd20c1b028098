/** Ids whose text differs in four digits and in the characters of one byte: relations count up. */

const QUAD = 10_000
/** The smallest number with four digits. */
const SMALLEST = 1000
const BYTE = 256

/** A row of ids below 2^32. */
export interface NearIds {
  /** The first of the row, as a signed word. */
  readonly from: number
  /** How many there are; 0 for an id with fewer than four digits or of 2^32 and more. */
  readonly count: number
  /** The last four digits of the first. */
  readonly quad: number
}

/** The row that an id is in. */
export function nearIds(low: number, high: number): NearIds {
  if (high !== 0 || low < SMALLEST) return { from: 0, count: 0, quad: 0 }
  const quad = low - (low % QUAD)
  const byte = low - (low % BYTE)
  const from = Math.max(quad, byte, SMALLEST)
  return { from: from | 0, count: Math.min(quad + QUAD, byte + BYTE) - from, quad: from % QUAD }
}
