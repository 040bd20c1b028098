/**
 * A UNIX datagram socket that the reader has bound to a path; one document is one datagram. The kernel
 * says when the reader has read everything, not what of several: what it may not have read when it
 * leaves goes to the next one too.
 */
import { readFileSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { DatagramSender } from '../kernel/datagram-sender.ts'
import { type ReaderOptions, ReaderOutput } from './reader-output.ts'
import type { Receiver } from './receiver.ts'

/** A socket and how it is written. */
export interface UnixSocketOptions extends ReaderOptions {
  /** Where the reader has bound its socket; at most 107 bytes. */
  readonly path: string
}

/** Hands documents to whoever has bound the socket. */
export class UnixSocketOutput extends ReaderOutput {
  constructor(options: UnixSocketOptions) {
    super(new SocketReceiver(options.path), options)
  }
}

/** Errors of connecting that say that nobody is there, and not that the path is wrong. */
const nobodyThere: readonly string[] = ['ENOENT', 'ECONNREFUSED']

class SocketReceiver implements Receiver {
  readonly name: string
  readonly #path: string
  readonly #queueLength = datagramQueueLength()
  #sender: DatagramSender | undefined
  /** Datagrams that the reader may not have read. */
  #sent: Uint8Array[] = []

  constructor(path: string) {
    this.#path = path
    this.name = `unix_socket ${path}`
  }

  open(): void {
    try {
      this.#connect()
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new CamflowError('CF_OUTPUT_OPEN', why, { cause })
    } finally {
      this.close()
    }
  }

  attach(): boolean {
    try {
      return this.#connect()
    } catch {
      // It was a socket when the output was opened; it may be one again.
      return false
    }
  }

  put(document: Uint8Array): number | 'absent' {
    if (this.#sender === undefined) return 'absent'
    // Asked before: a socket whose reader is gone counts as read, and a send then finds it gone.
    const { isAllRead } = this.#sender
    const result = this.#sender.send(document)
    switch (result) {
      case 'sent':
        this.#keep(document, isAllRead)
        return document.byteLength
      case 'full':
        return 0
      case 'absent':
        return 'absent'
      case 'long':
        throw new CamflowError('CF_OUTPUT_TOO_LONG', `${this.name}: ${document.byteLength} bytes`)
      default:
        return result satisfies never
    }
  }

  detach(): readonly Uint8Array[] {
    const unread = this.#sent
    this.close()
    return unread
  }

  close(): void {
    this.#sender?.close()
    this.#sender = undefined
    this.#sent = []
  }

  #connect(): boolean {
    const sender = DatagramSender.connect(this.#path)
    if (typeof sender === 'string') {
      if (nobodyThere.includes(sender)) return false
      throw new Error(`${this.#path}: ${sender}`)
    }
    this.#sender = sender
    return true
  }

  #keep(document: Uint8Array, isAllRead: boolean): void {
    if (isAllRead) this.#sent = []
    this.#sent.push(document)
    if (this.#sent.length > this.#queueLength) this.#sent.shift()
  }
}

/** Datagrams that can wait in a socket at most. */
function datagramQueueLength(): number {
  const MOST = 1024
  try {
    // One more than the limit is let in.
    return Math.min(Number(readFileSync('/proc/sys/net/unix/max_dgram_qlen', 'utf8')) + 1, MOST)
  } catch {
    // A kernel that does not tell.
    return MOST
  }
}
