/**
 * Text that captured programs chose, made safe for JSON. First the substitutions that CamFlow has always
 * made (output-formats specification §3.1), then JSON's own escapes; bytes that are not UTF-8 become
 * U+FFFD. Whatever the bytes, the result is a valid JSON string content (RFC 8259 §7).
 */
import { ascii, type ByteWriter } from './byte-writer.ts'

/** Which substitutions a text gets before it is escaped. */
export type TextRule = 'raw' | 'path' | 'argument' | 'log'

const BACKSLASH = 0x5c
const QUOTE = 0x22
const SLASH = 0x2f
const SPACE = 0x20
const UNDERSCORE = 0x5f
const NEWLINE = 0x0a
const TAB = 0x09

/** For each byte what it becomes before escaping. */
const substitutions: Readonly<Record<TextRule, Uint8Array>> = {
  raw: substitute((byte) => byte),
  path: substitute((byte) => (byte === BACKSLASH ? SLASH : byte)),
  argument: substitute((byte) => {
    if (byte === BACKSLASH) return SLASH
    return byte === NEWLINE || byte === TAB ? SPACE : byte
  }),
  log: substitute((byte) => {
    if (byte === QUOTE) return SPACE
    return byte < 0x20 || byte > 0x7d ? UNDERSCORE : byte
  }),
}

function substitute(rule: (byte: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => rule(byte))
}

/** For each byte the letter of its short escape, 1 for `\u00xx`, 0 for none. */
const escapes = new Uint8Array(256)
escapes.fill(1, 0, 0x20)
for (const [byte, letter] of [
  [0x08, 'b'],
  [TAB, 't'],
  [NEWLINE, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [QUOTE, '"'],
  [BACKSLASH, '\\'],
] as const) {
  escapes[byte] = letter.charCodeAt(0)
}

const HEX = ascii('0123456789abcdef')
/** `u00`, and a byte that is written over. */
const UNICODE_ESCAPE = 0x75303000
const LONGEST_ESCAPE = 6
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * Writes a text as the content of a JSON string, without the quotes.
 *
 * @param writer where to.
 * @param source bytes of the text, any.
 * @param start first byte.
 * @param length number of bytes.
 * @param rule what is replaced before escaping.
 */
export function writeJsonText(
  writer: ByteWriter,
  source: Uint8Array,
  start: number,
  length: number,
  rule: TextRule,
): void {
  const { [rule]: table } = substitutions
  // A log text is ASCII after its substitutions.
  if (writeEscaped(writer, source, start, length, table, rule === 'log' ? 0xff : 0x7f)) return
  const valid = encoder.encode(decoder.decode(source.subarray(start, start + length)))
  writeEscaped(writer, valid, 0, valid.length, table, 0xff)
}

/** Writes the text unless a byte is above `highest`; then nothing. @returns whether it did. */
function writeEscaped(
  writer: ByteWriter,
  source: Uint8Array,
  start: number,
  length: number,
  table: Uint8Array,
  highest: number,
): boolean {
  writer.reserve(length * LONGEST_ESCAPE)
  const { view } = writer
  const end = start + length
  let at = writer.length
  for (let i = start; i < end; i++) {
    const given = source[i] as number
    if (given > highest) return false
    const byte = table[given] as number
    const letter = escapes[byte] as number
    if (letter === 0) view.setUint8(at++, byte)
    else at = putEscape(view, at, byte, letter)
  }
  writer.length = at
  return true
}

function putEscape(view: DataView, at: number, byte: number, letter: number): number {
  view.setUint8(at, BACKSLASH)
  if (letter !== 1) {
    view.setUint8(at + 1, letter)
    return at + 2
  }
  view.setUint32(at + 1, UNICODE_ESCAPE)
  view.setUint8(at + 4, HEX[byte >>> 4] as number)
  view.setUint8(at + 5, HEX[byte & 15] as number)
  return at + 6
}
