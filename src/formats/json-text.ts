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
  if (rule !== 'log' && !isAscii(source, start, length)) {
    const valid = encoder.encode(decoder.decode(source.subarray(start, start + length)))
    writeEscaped(writer, valid, 0, valid.length, substitutions[rule])
    return
  }
  writeEscaped(writer, source, start, length, substitutions[rule])
}

function isAscii(source: Uint8Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) {
    if ((source[i] as number) > 0x7f) return false
  }
  return true
}

function writeEscaped(
  writer: ByteWriter,
  source: Uint8Array,
  start: number,
  length: number,
  table: Uint8Array,
): void {
  writer.reserve(length * LONGEST_ESCAPE)
  const { bytes } = writer
  let at = writer.length
  for (let i = start; i < start + length; i++) {
    const byte = table[source[i] as number] as number
    const letter = escapes[byte] as number
    if (letter === 0) bytes[at++] = byte
    else at = putEscape(bytes, at, byte, letter)
  }
  writer.length = at
}

function putEscape(bytes: Uint8Array, at: number, byte: number, letter: number): number {
  bytes[at] = BACKSLASH
  if (letter !== 1) {
    bytes[at + 1] = letter
    return at + 2
  }
  bytes[at + 1] = 0x75
  bytes[at + 2] = 0x30
  bytes[at + 3] = 0x30
  bytes[at + 4] = HEX[byte >>> 4] as number
  bytes[at + 5] = HEX[byte & 15] as number
  return at + 6
}
