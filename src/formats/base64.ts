/** Standard base64, two characters at once. */

const PAD = 0x3d
const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

/** For 12 bits their two characters, as a little-endian word. */
export const base64Pairs = Uint16Array.from(
  { length: 4096 },
  (_, i) => (ALPHABET[i >>> 6] as number) | ((ALPHABET[i & 63] as number) << 8),
)

/** Writes 24 bits as four characters of base64. */
function putBase64Group(view: DataView, at: number, bits: number): void {
  const left = base64Pairs[bits >>> 12] as number
  view.setUint32(at, left | ((base64Pairs[bits & 0xfff] as number) << 16), true)
}

/** Writes bytes as padded base64. @returns the index behind it. */
export function putBase64(
  view: DataView,
  at: number,
  source: Uint8Array,
  start: number,
  length: number,
): number {
  let out = at
  let from = start
  const whole = start + length - (length % 3)
  for (; from < whole; from += 3, out += 4) {
    const a = source[from] as number
    putBase64Group(
      view,
      out,
      (a << 16) | ((source[from + 1] as number) << 8) | (source[from + 2] as number),
    )
  }
  const rest = length % 3
  if (rest === 0) return out
  const a = source[from] as number
  const b = rest === 2 ? (source[from + 1] as number) : 0
  putBase64Group(view, out, (a << 16) | (b << 8))
  view.setUint8(out + 3, PAD)
  if (rest === 1) view.setUint8(out + 2, PAD)
  return out + 4
}
