/**
 * The lines of vertices by their identifier, for a reader that wants both ends before each relation.
 * Bounded: the versions not used for longest leave first. An end that left is written with what the
 * relation says of it.
 */
import type { RelationCursor, Scope, VertexCursor } from '../record/cursor.ts'
import { offsetOf, PACKET_IDENTITY_BYTES } from '../record/layout.ts'
import { vertexByBit, vertexByName } from '../record/registry.ts'
import { IDENTIFIER_TEXT, putPacket, putVertex } from './identifier-bytes.ts'
import { RecentTexts } from './recent-texts.ts'
import type { AttributeWriter } from './w3c-attributes.ts'

/** Bytes of lines that are kept. */
const LIMIT_BYTES = 32 * 1024 * 1024
const PACKET = vertexByName('packet').bit
const TASK = vertexByName('task').bit
const DISCLOSED_ACTIVITY = vertexByName('disc_activity').bit
const IDENTITY = offsetOf('vertex_packet', 'identity')

/** One end of a relation. */
interface End {
  readonly bit: number
  readonly low: number
  readonly high: number
  readonly version: number
}

/** Keeps the lines of vertices and writes them again. */
export class SpadeEnds {
  readonly #lines = new RecentTexts<Uint8Array>(LIMIT_BYTES)

  /** Keeps the line that stands in `w` from `start` to its end. */
  keep(v: VertexCursor, w: AttributeWriter, start: number): void {
    const key =
      v.bit === PACKET
        ? packetKey(v.bytes, (v.at << 2) + IDENTITY)
        : keyOf({ bit: v.bit, low: v.idLow, high: v.idHigh, version: v.version })
    this.#lines.set(key, w.bytes.slice(start, w.length))
  }

  /** Writes the lines of both ends. */
  write(w: AttributeWriter, r: RelationCursor): void {
    this.#writeEnd(w, r, {
      bit: r.senderBit,
      low: r.senderLow,
      high: r.senderHigh,
      version: r.senderVersion,
    })
    this.#writeEnd(w, r, {
      bit: r.receiverBit,
      low: r.receiverLow,
      high: r.receiverHigh,
      version: r.receiverVersion,
    })
  }

  #writeEnd(w: AttributeWriter, r: RelationCursor, end: End): void {
    const isPacket = end.bit === PACKET
    const line = this.#lines.get(isPacket ? packetKey(r.bytes, r.packetStart) : keyOf(end))
    if (line !== undefined) {
      w.raw(line)
      return
    }
    const place = w.length
    w.raw(Buffer.from(shortLine(end, r.endScope)))
    w.reserve(IDENTIFIER_TEXT)
    const at = place + SHORT_HEAD.length + (isActivity(end.bit) ? ACTIVITY_EXTRA : 0)
    if (isPacket) putPacket(w.view, at, end.bit, r.bytes, r.packetStart)
    else putVertex(w.view, at, end.bit, end.low, end.high, end.version, r.endScope)
  }
}

const SHORT_HEAD = '{"type":"Entity","id":"'
const ACTIVITY_EXTRA = 'Activity'.length - 'Entity'.length

function isActivity(bit: number): boolean {
  return bit === TASK || bit === DISCLOSED_ACTIVITY
}

/** A vertex of which only a relation is known; the place of the identifier is filled with dots. */
function shortLine({ bit, low, high, version }: End, { bootId, machineId }: Scope): string {
  const type = vertexByBit[bit]?.name
  const head = isActivity(bit) ? '{"type":"Activity","id":"' : SHORT_HEAD
  const scope = `"boot_id":${bootId},"cf:machine_id":"cf:${machineId}"`
  const id = (BigInt(high) << 32n) | BigInt(low)
  const own =
    bit === PACKET
      ? '"object_type":"packet"'
      : `"object_id":"${id}","object_type":"${type}",${scope},"version":${version}`
  return `${head}${'.'.repeat(IDENTIFIER_TEXT)}","annotations": {${own}}}\n`
}

function keyOf({ bit, low, high, version }: End): string {
  return `${bit} ${high} ${low} ${version}`
}

function packetKey(bytes: Uint8Array, start: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, PACKET_IDENTITY_BYTES).toString(
    'latin1',
  )
}
