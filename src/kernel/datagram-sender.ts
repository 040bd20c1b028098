/** The sending end of a UNIX datagram socket, which Node does not have. It never waits. */
import { closeSync } from 'node:fs'
import { getSystemErrorMap } from 'node:util'
import { errno, libc } from './libbpf.ts'

/** What became of a datagram: `absent` when nobody is there any more, `long` when none can be so long. */
export type SendResult = 'sent' | 'full' | 'absent' | 'long'

const AF_UNIX = 1
const SOCK_DGRAM = 2
const SOCK_NONBLOCK = 0o4000
const SOCK_CLOEXEC = 0o2000000
const MSG_NOSIGNAL = 0x4000
/** `SIOCOUTQ`: bytes that the receiver has not read. */
const UNREAD = 0x5411
const PATH_BYTES = 108

const results: Readonly<Record<string, SendResult>> = {
  EAGAIN: 'full',
  ENOBUFS: 'full',
  ENOMEM: 'full',
  EINTR: 'full',
  ECONNREFUSED: 'absent',
  ENOTCONN: 'absent',
  ECONNRESET: 'absent',
  EPIPE: 'absent',
  EMSGSIZE: 'long',
}

/** A socket that is connected to a receiver. */
export class DatagramSender {
  readonly #fd: number

  private constructor(fd: number) {
    this.#fd = fd
  }

  /**
   * Connects to the receiver that has bound `path`.
   *
   * @returns the name of the error when nobody has: `ENOENT`, `ECONNREFUSED`; others are a mistake.
   */
  static connect(path: string): DatagramSender | string {
    const fd = libc().socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
    if (fd < 0) return errorName()
    const address = addressOf(path)
    if (libc().connect(fd, address, address.length) === 0) return new DatagramSender(fd)
    const error = errorName()
    closeSync(fd)
    return error
  }

  send(bytes: Uint8Array): SendResult {
    if (Number(libc().send(this.#fd, bytes, bytes.byteLength, MSG_NOSIGNAL)) >= 0) return 'sent'
    const error = errorName()
    const result = results[error]
    if (result === undefined) throw new Error(`send: ${error}`)
    return result
  }

  /** Whether the receiver has read everything, or is gone. */
  get isAllRead(): boolean {
    const value = new Int32Array(1)
    return libc().ioctl(this.#fd, UNREAD, value) === 0 && value[0] === 0
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** `struct sockaddr_un`. @throws TypeError for a path that does not fit. */
function addressOf(path: string): Uint8Array {
  const text = Buffer.from(path)
  if (text.length >= PATH_BYTES) {
    throw new TypeError(`the path of a socket has at most ${PATH_BYTES - 1} bytes: ${path}`)
  }
  const address = new Uint8Array(2 + text.length + 1)
  new DataView(address.buffer).setUint16(0, AF_UNIX, true)
  address.set(text, 2)
  return address
}

function errorName(): string {
  const number = errno()
  return getSystemErrorMap().get(-number)?.[0] ?? `errno ${number}`
}
