/**
 * Socket addresses as people write them. The bytes are a `struct sockaddr` of the running machine:
 * family little-endian, port and host in network order.
 */

/** What an address says. */
export type SocketAddress =
  | {
      readonly family: 'AF_INET' | 'AF_INET6'
      readonly host: string
      readonly service: string
    }
  | {
      readonly family: 'AF_UNIX'
      /** Bytes of the path; empty for an unnamed or abstract socket. */
      readonly path: Uint8Array
      /** Bytes of an abstract socket's name, without the leading NUL. */
      readonly abstract: Uint8Array | undefined
    }
  | { readonly family: number }

const UNIX = 1
const INET = 2
const INET6 = 10

const familyNames: Readonly<Record<number, string>> = {
  0: 'AF_UNSPEC',
  16: 'AF_NETLINK',
  17: 'AF_PACKET',
  38: 'AF_ALG',
  40: 'AF_VSOCK',
  44: 'AF_XDP',
}

/** Name of a family that has no text form here. */
export function familyName(family: number): string {
  return familyNames[family] ?? `AF_${family}`
}

/** The family that `familyName` gives this name; `undefined` for another text. */
export function familyNumber(name: string): number | undefined {
  const known = Object.entries(familyNames).find(([, each]) => each === name)?.[0]
  const digits = known ?? /^AF_(\d{1,5})$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Reads a raw socket address; one that is too short for its family is told by family only. */
export function readSocketAddress(bytes: Uint8Array): SocketAddress {
  if (bytes.length < 2) return { family: 0 }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const family = view.getUint16(0, true)
  if (family === INET && bytes.length >= 8) {
    return { family: 'AF_INET', host: ipv4(bytes, 4), service: String(view.getUint16(2)) }
  }
  if (family === INET6 && bytes.length >= 24) {
    const scope = bytes.length >= 28 && isLinkLocal(bytes) ? view.getUint32(24, true) : 0
    const host = scope === 0 ? ipv6(view, 8) : `${ipv6(view, 8)}%${scope}`
    return { family: 'AF_INET6', host, service: String(view.getUint16(2)) }
  }
  if (family !== UNIX) return { family }
  const end = bytes.indexOf(0, 2)
  const path = bytes.subarray(2, end < 0 ? bytes.length : end)
  const isAbstract = path.length === 0 && bytes.length > 3
  return { family: 'AF_UNIX', path, abstract: isAbstract ? bytes.subarray(3) : undefined }
}

/** Four bytes as `a.b.c.d`. */
export function ipv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
}

function isLinkLocal(bytes: Uint8Array): boolean {
  const second = bytes[9] as number
  return (
    (bytes[8] === 0xfe && (second & 0xc0) === 0x80) || (bytes[8] === 0xff && (second & 0xf) === 2)
  )
}

/** Sixteen bytes as text, the longest run of zeros shortened (RFC 5952 §4). */
export function ipv6(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(at + i * 2))
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, 16)
  if (isMapped) return `::ffff:${ipv4(bytes, 12)}`
  const { start, length } = longestZeroRun(groups)
  const texts = groups.map((group) => group.toString(16))
  if (length < 2) return texts.join(':')
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: index - length + 1, length }
  })
  return best
}
