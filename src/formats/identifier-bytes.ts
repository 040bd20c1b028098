/**
 * The base64 text of identifiers, written straight from the 32-bit halves of the wire. Of the eleven
 * groups of three bytes most are constant for a capture; only those that differ are encoded again.
 *
 * Group: bytes it holds. 0-1: type; 2: type, id; 3-4: id; 5: id, boot; 6: boot, machine; 7: machine;
 * 8: version; 9: version, zero; 10: zero.
 */
import type { Scope } from '../record/cursor.ts'
import { IDENTIFIER_CHARACTERS, typeLow, vertexTypeHigh } from '../record/identifier.ts'
import { vertexTypes } from '../record/registry.ts'
import { base64Pairs, putBase64 } from './base64.ts'

// V8 looks up what a module imports at each use; constants of its own are compiled in. So are these arrows.
const PAIRS = base64Pairs
/** Writes 12 bits as two characters. */
const putPair = (view: DataView, at: number, bits: number): void =>
  view.setUint16(at, PAIRS[bits] as number, true)
/** Writes 24 bits as four characters. */
const putGroup = (view: DataView, at: number, bits: number): void =>
  view.setUint32(at, (PAIRS[bits >>> 12] as number) | ((PAIRS[bits & 0xfff] as number) << 16), true)

/** For each vertex bit the two halves of its type word. */
const typeHighs = new Uint32Array(256)
const typeLows = new Uint32Array(256)
/** For each vertex bit the eight characters of groups 0 and 1. */
const typeTexts = new DataView(new ArrayBuffer(256 * 8))
for (const type of vertexTypes) {
  const low = typeLow(type)
  const high = vertexTypeHigh(type)
  typeLows[type.bit] = low
  typeHighs[type.bit] = high
  putTypeGroups(typeTexts, type.bit * 8, low, high)
}

function putTypeGroups(view: DataView, at: number, low: number, high: number): void {
  const b0 = low & 0xff
  const b1 = (low >>> 8) & 0xff
  const b2 = (low >>> 16) & 0xff
  putGroup(view, at, (b0 << 16) | (b1 << 8) | b2)
  putGroup(view, at + 4, ((low >>> 24) << 16) | ((high & 0xff) << 8) | ((high >>> 8) & 0xff))
}

/** The bits of the type word in the second half of group 2, with room for the id's first byte. */
export function seamEnd(typeHigh: number): number {
  return ((typeHigh >>> 24) & 0xf) << 8
}

/** The same for the type of a vertex. */
export function vertexSeamEnd(bit: number): number {
  return seamEnd(typeHighs[bit] as number)
}

/** Writes over the id's first byte: the second half of group 2. @param end what `seamEnd` gave. */
export function putSeamEnd(view: DataView, at: number, end: number, idLow: number): void {
  putPair(view, at + 10, end | (idLow & 0xff))
}

/** Writes over the version's lower byte, where only that one differs: the first half of group 8. */
export function putVersionByte(view: DataView, at: number, version: number): void {
  putPair(view, at + 32, ((version & 0xff) << 4) | ((version >>> 12) & 0xf))
}

/** Writes the first half of group 2: the type word's upper two bytes, but for what `seamEnd` has. */
function putSeam(view: DataView, at: number, typeHigh: number): void {
  putPair(view, at + 8, (((typeHigh >>> 16) & 0xff) << 4) | (typeHigh >>> 28))
}

/** Writes over groups 2 and 3: the lower half of the id. @param end what `seamEnd` gave. */
export function putIdLow(view: DataView, at: number, end: number, low: number): void {
  putPair(view, at + 10, end | (low & 0xff))
  const b1 = (low >>> 8) & 0xff
  putGroup(view, at + 12, (b1 << 16) | (((low >>> 16) & 0xff) << 8) | (low >>> 24))
}

/** Writes over groups 4 and 5: the upper half of the id, with the first half of the boot id. */
export function putIdHigh(view: DataView, at: number, high: number, bootId: number): void {
  const b4 = high & 0xff
  putGroup(view, at + 16, (b4 << 16) | (high & 0xff00) | ((high >>> 16) & 0xff))
  const boot = ((bootId & 0xff) << 8) | ((bootId >>> 8) & 0xff)
  putGroup(view, at + 20, ((high >>> 24) << 16) | boot)
}

/** Groups 6 and 7: the rest of the boot id, and the machine id. */
function putScope(view: DataView, at: number, scope: Scope): void {
  const boot = scope.bootId
  const machine = scope.machineId
  const b2 = (boot >>> 16) & 0xff
  putGroup(view, at + 24, (b2 << 16) | ((boot >>> 24) << 8) | (machine & 0xff))
  const m1 = (machine >>> 8) & 0xff
  putGroup(view, at + 28, (m1 << 16) | (((machine >>> 16) & 0xff) << 8) | (machine >>> 24))
}

/** Writes over the version of a vertex identifier text: group 8, and what of group 9 is not always zero. */
export function putVersion(view: DataView, at: number, version: number): void {
  const b0 = version & 0xff
  putGroup(view, at + 32, (b0 << 16) | (version & 0xff00) | ((version >>> 16) & 0xff))
  putPair(view, at + 36, (version >>> 24) << 4)
}

function putEnd(view: DataView, at: number): void {
  putPair(view, at + 38, 0)
  putGroup(view, at + 40, 0)
  view.setUint8(at + 43, 0x3d)
}

/** Writes the whole text of an identifier of a type that is not a vertex's. */
export function putIdentifier(
  view: DataView,
  at: number,
  type: { readonly low: number; readonly high: number },
  id: { readonly low: number; readonly high: number },
  scope: Scope,
  version: number,
): void {
  putTypeGroups(view, at, type.low, type.high)
  putSeam(view, at, type.high)
  putIdLow(view, at, seamEnd(type.high), id.low)
  putIdHigh(view, at, id.high, scope.bootId)
  putScope(view, at, scope)
  putVersion(view, at, version)
  putEnd(view, at)
}

/** Writes the whole text of a vertex identifier. */
export function putVertex(
  view: DataView,
  at: number,
  bit: number,
  low: number,
  high: number,
  version: number,
  scope: Scope,
): void {
  view.setUint32(at, typeTexts.getUint32(bit << 3))
  view.setUint32(at + 4, typeTexts.getUint32((bit << 3) + 4))
  const typeHigh = typeHighs[bit] as number
  putSeam(view, at, typeHigh)
  putIdLow(view, at, seamEnd(typeHigh), low)
  putIdHigh(view, at, high, scope.bootId)
  putVersion(view, at, version)
  putScope(view, at, scope)
  putEnd(view, at)
}

const packetBytes = new Uint8Array(32)
const packetView = new DataView(packetBytes.buffer)

/** Writes the whole text of a packet identifier from the 24 bytes of its identity. */
export function putPacket(
  view: DataView,
  at: number,
  bit: number,
  identity: Uint8Array,
  start: number,
): void {
  packetView.setUint32(0, typeLows[bit] as number, true)
  packetView.setUint32(4, typeHighs[bit] as number, true)
  for (let i = 0; i < 24; i++) packetBytes[8 + i] = identity[start + i] as number
  putBase64(view, at, packetBytes, 0, packetBytes.length)
}

/** Characters of an identifier's text, for offsets. */
export const IDENTIFIER_TEXT = IDENTIFIER_CHARACTERS
