/**
 * Ranges of addresses in text, `A.B.C.D/M:P` as in configuration files and on the command line, and the
 * same for IPv6: `2001:db8::/32:443`, with or without brackets round the address.
 *
 * @source configuration specification §2.2
 */
import { isIPv4, isIPv6 } from 'node:net'
import { CamflowError } from '../errors.ts'
import type { AddressKey } from './target.ts'

/** A range without its direction. */
export type AddressRange = Omit<AddressKey, 'kind'>

const IPV4_BITS = 32
const IPV6_BITS = 128
const MOST_PORT = 65_535
const SHAPE = /^(?:\[([^\]]+)\]|([^[\]/]+))\/(\d{1,3}):(\d{1,5})$/

/**
 * Reads a range; the address is cut to the prefix.
 *
 * @throws CF_ADDRESS_INVALID for anything else.
 */
export function parseAddressRange(text: string): AddressRange {
  const [, bracketed, plain, prefixText = '', portText = ''] = SHAPE.exec(text) ?? []
  const address = bracketed ?? plain ?? ''
  const bytes = addressBytes(address)
  const [prefix, port] = [Number(prefixText), Number(portText)]
  if (bytes === undefined || prefix > bytes.length * 8 || port > MOST_PORT) {
    throw new CamflowError('CF_ADDRESS_INVALID', text)
  }
  return { address: addressText(masked(bytes, prefix)), prefix, port }
}

/** The text of a range; `parseAddressRange` reads it back. */
export function addressRangeText({ address, prefix, port }: AddressRange): string {
  return `${address}/${prefix}:${port}`
}

/** 4 or 16 bytes in network order; `undefined` for what is no address. */
export function addressBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number))
  if (!isIPv6(text) || text.includes('%')) return undefined
  const { hostname } = new URL(`http://[${text}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const zeros = new Array<number>(8 - before.length - after.length).fill(0)
  return Uint8Array.from(
    [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 255]),
  )
}

/** The text of 4 or 16 bytes. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length * 8 === IPV4_BITS) return bytes.join('.')
  const groups = Array.from({ length: IPV6_BITS / 16 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  )
  // The URL parser knows the one canonical form (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function masked(bytes: Uint8Array, prefix: number): Uint8Array {
  return bytes.map((byte, index) => {
    const bits = Math.min(Math.max(prefix - 8 * index, 0), 8)
    return byte & (0xff << (8 - bits)) & 0xff
  })
}
