/**
 * The numbers of a packet, which CamFlow never converts from network order: on little-endian machines
 * `cf:id`, `cf:seq` and `cf:len` of the profile `compat` are byte-swapped (output-formats specification §4.3).
 */
import { CamflowError } from '../errors.ts'
import { parseIdentifier } from '../record/identifier.ts'
import { literalNumber, told } from './literal.ts'
import type { Member } from './log-document.ts'

const SEQ_AT = 20

/** The true id and sequence number, from the packet's key; `undefined` when that is not ours. */
export function packetNumbers(
  key: string,
): { readonly id: number; readonly seq: number } | undefined {
  try {
    const found = parseIdentifier(key)
    if (found.kind !== 'vertex' || found.packet === undefined) return undefined
    const view = new DataView(found.packet.buffer, found.packet.byteOffset)
    return { id: view.getUint16(0), seq: view.getUint32(SEQ_AT) }
  } catch (error) {
    // An identifier that is not ours says nothing of what it names.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}

/** The same packet with its numbers in the other order; twice is as before. */
export function swapped(member: Member): Member {
  const { 'cf:id': id, 'cf:seq': seq, 'cf:len': length } = member
  const { 'cf:sender': sender, 'cf:receiver': receiver } = member
  const turned: Record<string, unknown> = {
    'cf:id': swap16(id),
    'cf:seq': swap32(seq),
    'cf:len': swap16(length),
    'prov:label': told`[packet] ${sender}->${receiver} (${swap16(id)})`,
  }
  return Object.fromEntries(
    Object.entries(member).map(([name, value]) => [
      name,
      Object.hasOwn(turned, name) ? turned[name] : value,
    ]),
  )
}

/** What is no such number stays as it is. */
function swap16(value: unknown): unknown {
  const number = literalNumber(value)
  if (!(number >= 0 && number <= 0xffff)) return value
  return ((number & 0xff) << 8) | (number >>> 8)
}

function swap32(value: unknown): unknown {
  const number = literalNumber(value)
  if (!(number >= 0 && number <= 0xffff_ffff)) return value
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, number)
  return view.getUint32(0, true)
}
