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
const typeTexts = new Uint8Array(256 * 8)
for (const type of vertexTypes) {
  const low = typeLow(type)
  const high = vertexTypeHigh(type)
  typeLows[type.bit] = low
  typeHighs[type.bit] = high
  putTypeGroups(typeTexts, type.bit * 8, low, high)
}

function putTypeGroups(bytes: Uint8Array, at: number, low: number, high: number): void {
  const b0 = low & 0xff
  const b1 = (low >>> 8) & 0xff
  const b2 = (low >>> 16) & 0xff
  putBase64Group(bytes, at, (b0 << 16) | (b1 << 8) | b2)
  putBase64Group(bytes, at + 4, ((low >>> 24) << 16) | ((high & 0xff) << 8) | ((high >>> 8) & 0xff))
}

/** Group 2: the type word's upper two bytes and the id's first. */
function putSeam(bytes: Uint8Array, at: number, typeHigh: number, idLow: number): void {
  const b6 = (typeHigh >>> 16) & 0xff
  putBase64Group(bytes, at + 8, (b6 << 16) | ((typeHigh >>> 24) << 8) | (idLow & 0xff))
}

/** Groups 3 to 5: the rest of the id, with the first half of the boot id. */
function putId(bytes: Uint8Array, at: number, low: number, high: number, bootId: number): void {
  const b1 = (low >>> 8) & 0xff
  putBase64Group(bytes, at + 12, (b1 << 16) | (((low >>> 16) & 0xff) << 8) | (low >>> 24))
  const b4 = high & 0xff
  putBase64Group(bytes, at + 16, (b4 << 16) | (high & 0xff00) | ((high >>> 16) & 0xff))
  const boot = ((bootId & 0xff) << 8) | ((bootId >>> 8) & 0xff)
  putBase64Group(bytes, at + 20, ((high >>> 24) << 16) | boot)
}

/** Groups 6 and 7: the rest of the boot id, and the machine id. */
function putScope(bytes: Uint8Array, at: number, scope: Scope): void {
  const boot = scope.bootId
  const machine = scope.machineId
  const b2 = (boot >>> 16) & 0xff
  putBase64Group(bytes, at + 24, (b2 << 16) | ((boot >>> 24) << 8) | (machine & 0xff))
  const m1 = (machine >>> 8) & 0xff
  putBase64Group(bytes, at + 28, (m1 << 16) | (((machine >>> 16) & 0xff) << 8) | (machine >>> 24))
}

function putVersion(bytes: Uint8Array, at: number, version: number): void {
  const b0 = version & 0xff
  putBase64Group(bytes, at + 32, (b0 << 16) | (version & 0xff00) | ((version >>> 16) & 0xff))
  putBase64Group(bytes, at + 36, (version >>> 24) << 16)
}

function putEnd(bytes: Uint8Array, at: number): void {
  putBase64Group(bytes, at + 40, 0)
  bytes[at + 43] = 0x3d
}

/** Writes the whole text of an identifier of a type that is not a vertex's. */
export function putIdentifier(
  bytes: Uint8Array,
  at: number,
  type: { readonly low: number; readonly high: number },
  id: { readonly low: number; readonly high: number },
  scope: Scope,
  version: number,
): void {
  putTypeGroups(bytes, at, type.low, type.high)
  putSeam(bytes, at, type.high, id.low)
  putId(bytes, at, id.low, id.high, scope.bootId)
  putScope(bytes, at, scope)
  putVersion(bytes, at, version)
  putEnd(bytes, at)
}

/** Writes over the id of an identifier text that is already there. */
export function patchId(
  bytes: Uint8Array,
  at: number,
  typeHigh: number,
  low: number,
  high: number,
  bootId: number,
): void {
  putSeam(bytes, at, typeHigh, low)
  putId(bytes, at, low, high, bootId)
}

/**
 * Writes over type, id and version of a vertex identifier text that is already there and whose boot and
 * machine are right.
 */
export function patchVertex(
  bytes: Uint8Array,
  at: number,
  bit: number,
  low: number,
  high: number,
  version: number,
  bootId: number,
): void {
  const from = bit * 8
  for (let i = 0; i < 8; i++) bytes[at + i] = typeTexts[from + i] as number
  putSeam(bytes, at, typeHighs[bit] as number, low)
  putId(bytes, at, low, high, bootId)
  putVersion(bytes, at, version)
}

/** Writes the whole text of a vertex identifier. */
export function putVertex(
  bytes: Uint8Array,
  at: number,
  bit: number,
  low: number,
  high: number,
  version: number,
  scope: Scope,
): void {
  patchVertex(bytes, at, bit, low, high, version, scope.bootId)
  putScope(bytes, at, scope)
  putEnd(bytes, at)
}

const packetBytes = new Uint8Array(32)

/** Writes the whole text of a packet identifier from the 24 bytes of its identity. */
export function putPacket(
  bytes: Uint8Array,
  at: number,
  bit: number,
  identity: Uint8Array,
  start: number,
): void {
  const view = new DataView(packetBytes.buffer)
  view.setUint32(0, typeLows[bit] as number, true)
  view.setUint32(4, typeHighs[bit] as number, true)
  for (let i = 0; i < 24; i++) packetBytes[8 + i] = identity[start + i] as number
  putBase64(bytes, at, packetBytes, 0, packetBytes.length)
}

/** Characters of an identifier's text, for offsets. */
export const IDENTIFIER_TEXT = IDENTIFIER_CHARACTERS
