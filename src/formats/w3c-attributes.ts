/**
 * Attribute writing for PROV-JSON members: `,"cf:pid":7` from a place in a message. Every method writes
 * its own leading comma, so an attribute that is left out leaves nothing behind.
 */
import type { VertexCursor } from '../record/cursor.ts'
import { ByteWriter, Piece, putHexPair } from './byte-writer.ts'
import type { TextRule } from './json-text.ts'
import { writeJsonText } from './json-text.ts'
import type { Key } from './w3c-keys.ts'
import { provLabel } from './w3c-keys.ts'

const QUOTE = 0x22
/** Characters of a UUID. */
const UUID_TEXT = 36
const HEX32 = new Piece('0x')
const TRUE = new Piece('"true"')
const FALSE = new Piece('"false"')

/** A writer that knows JSON attributes. Offsets are bytes from the start of the message. */
export class AttributeWriter extends ByteWriter {
  /** Where the content of the last text that is not empty begins. */
  textStart = 0

  /** A u32 as a number. */
  u32(key: Key, vertex: VertexCursor, offset: number): void {
    this.piece(key.bare)
    this.decimal(vertex.word(offset))
  }

  /** A u64 as a number; larger than what JSON readers keep exact, but what upstream writes. */
  u64Number(key: Key, vertex: VertexCursor, offset: number): void {
    this.piece(key.bare)
    this.decimal(vertex.word(offset), vertex.word(offset + 4))
  }

  /** A u64 as a string. */
  u64(key: Key, vertex: VertexCursor, offset: number): void {
    this.piece(key.quoted)
    this.decimal(vertex.word(offset), vertex.word(offset + 4))
    this.byte(QUOTE)
  }

  /** A signed 64-bit integer as a string. */
  s64(key: Key, vertex: VertexCursor, offset: number): void {
    this.piece(key.quoted)
    this.signed(vertex.word(offset), vertex.word(offset + 4))
    this.byte(QUOTE)
  }

  /** `"0x81a4"` */
  hex32(key: Key, value: number): void {
    this.piece(key.quoted)
    this.piece(HEX32)
    this.hex(value)
    this.byte(QUOTE)
  }

  /** `"2a"` */
  hex64(key: Key, low: number, high: number): void {
    this.piece(key.quoted)
    this.hex(low, high)
    this.byte(QUOTE)
  }

  flag(key: Key, value: boolean): void {
    this.piece(key.bare)
    this.piece(value ? TRUE : FALSE)
  }

  /** A text; an empty one leaves the attribute out. */
  text(key: Key, source: Uint8Array, start: number, length: number, rule: TextRule): void {
    if (length === 0) return
    this.piece(key.quoted)
    this.textStart = this.length
    writeJsonText(this, source, start, length, rule)
    this.byte(QUOTE)
  }

  /** `prov:label`: our words with the opening quote, then a text that is written even when empty. */
  labelText(head: Piece, source: Uint8Array, start: number, length: number, rule: TextRule): void {
    this.piece(provLabel.bare)
    this.piece(head)
    writeJsonText(this, source, start, length, rule)
    this.byte(QUOTE)
  }

  /** A text of ours or one that is already a string; an empty one leaves the attribute out. */
  string(key: Key, text: string): void {
    const bytes = Buffer.from(text)
    this.text(key, bytes, 0, bytes.length, 'raw')
  }

  /** A text of at most `width` bytes that ends at its first NUL. */
  cstring(key: Key, vertex: VertexCursor, offset: number, width: number): void {
    const start = (vertex.at << 2) + offset
    this.text(key, vertex.bytes, start, cstringLength(vertex.bytes, start, width), 'raw')
  }

  /** 16 bytes as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
  uuid(key: Key, vertex: VertexCursor, offset: number): void {
    this.piece(key.quoted)
    this.reserve(UUID_TEXT)
    let at = this.length
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) this.view.setUint8(at++, 0x2d)
      putHexPair(this.view, at, vertex.byte(offset + i))
      at += 2
    }
    this.length = at
    this.byte(QUOTE)
  }
}

/** Bytes of a text before its first NUL. */
export function cstringLength(bytes: Uint8Array, start: number, width: number): number {
  let length = 0
  while (length < width && bytes[start + length] !== 0) length++
  return length
}
