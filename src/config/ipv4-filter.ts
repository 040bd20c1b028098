/**
 * Filters on IPv4 addresses, `A.B.C.D/M:P`: every address that has the first M bits of A.B.C.D, on port
 * P; port 0 is every port.
 */

/** A filter. Two filters are the same when all three numbers are. */
export interface Ipv4Filter {
  /** In host byte order, bits behind the prefix zero. */
  readonly address: number
  /** Bits, 0 to 32. */
  readonly prefix: number
  /** 0: every port. */
  readonly port: number
}

const FORM = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2}):(\d{1,5})$/

/**
 * Reads a filter; bits of the address behind the prefix are cleared.
 *
 * @throws TypeError that says what is wrong with it.
 */
export function parseIpv4Filter(text: string): Ipv4Filter {
  const [whole, ...parts] = FORM.exec(text) ?? []
  if (whole === undefined) {
    throw new TypeError(`"${text}" is not an address filter such as 192.168.1.0/24:443`)
  }
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0, port = 0] = parts.map(Number)
  if (Math.max(a, b, c, d) > 255) throw new TypeError(`"${text}" has an address part over 255`)
  if (prefix > 32) throw new TypeError(`"${text}" has a prefix of more than 32 bits`)
  if (port > 65_535) throw new TypeError(`"${text}" has a port over 65535`)
  const mask = prefix === 0 ? 0 : 0xffff_ffff << (32 - prefix)
  return { address: (((a << 24) | (b << 16) | (c << 8) | d) & mask) >>> 0, prefix, port }
}

/** The text of a filter, as `parseIpv4Filter` reads it. */
export function ipv4FilterText({ address, prefix, port }: Ipv4Filter): string {
  const bytes = [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff)
  return `${bytes.join('.')}/${prefix}:${port}`
}
