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
import { putBase64, putBase64Group } from './byte-writer.ts'

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
  putBase64Group(view, at, (b0 << 16) | (b1 << 8) | b2)
  putBase64Group(view, at + 4, ((low >>> 24) << 16) | ((high & 0xff) << 8) | ((high >>> 8) & 0xff))
}

/** Writes over group 2: the type word's upper two bytes and the id's first. */
export function putSeam(view: DataView, at: number, typeHigh: number, idLow: number): void {
  const b6 = (typeHigh >>> 16) & 0xff
  putBase64Group(view, at + 8, (b6 << 16) | ((typeHigh >>> 24) << 8) | (idLow & 0xff))
}

/** Writes over group 3: the upper three bytes of the id's lower half. */
export function putLow(view: DataView, at: number, low: number): void {
  const b1 = (low >>> 8) & 0xff
  putBase64Group(view, at + 12, (b1 << 16) | (((low >>> 16) & 0xff) << 8) | (low >>> 24))
}

/** Writes over groups 4 and 5: the upper half of the id, with the first half of the boot id. */
export function putHigh(view: DataView, at: number, high: number, bootId: number): void {
  const b4 = high & 0xff
  putBase64Group(view, at + 16, (b4 << 16) | (high & 0xff00) | ((high >>> 16) & 0xff))
  const boot = ((bootId & 0xff) << 8) | ((bootId >>> 8) & 0xff)
  putBase64Group(view, at + 20, ((high >>> 24) << 16) | boot)
}

/** Groups 6 and 7: the rest of the boot id, and the machine id. */
function putScope(view: DataView, at: number, scope: Scope): void {
  const boot = scope.bootId
  const machine = scope.machineId
  const b2 = (boot >>> 16) & 0xff
  putBase64Group(view, at + 24, (b2 << 16) | ((boot >>> 24) << 8) | (machine & 0xff))
  const m1 = (machine >>> 8) & 0xff
  putBase64Group(view, at + 28, (m1 << 16) | (((machine >>> 16) & 0xff) << 8) | (machine >>> 24))
}

/** Writes over the version of a vertex identifier text (groups 8 and 9). */
export function putVersion(view: DataView, at: number, version: number): void {
  putLowVersion(view, at, version)
  putBase64Group(view, at + 36, (version >>> 24) << 16)
}

/** Writes over group 8: all but the version's top byte. */
export function putLowVersion(view: DataView, at: number, version: number): void {
  const b0 = version & 0xff
  putBase64Group(view, at + 32, (b0 << 16) | (version & 0xff00) | ((version >>> 16) & 0xff))
}

function putEnd(view: DataView, at: number): void {
  putBase64Group(view, at + 40, 0)
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
  putSeam(view, at, type.high, id.low)
  putLow(view, at, id.low)
  putHigh(view, at, id.high, scope.bootId)
  putScope(view, at, scope)
  putVersion(view, at, version)
  putEnd(view, at)
}

/** Writes over the lower half of a vertex's id. */
export function putVertexLow(view: DataView, at: number, bit: number, low: number): void {
  putSeam(view, at, typeHighs[bit] as number, low)
  putLow(view, at, low)
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
  putSeam(view, at, typeHighs[bit] as number, low)
  putLow(view, at, low)
  putHigh(view, at, high, scope.bootId)
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
