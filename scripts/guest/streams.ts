import { createServer, type Server } from 'node:net'

/** One stream out of the guest, received on a socket that QEMU connects to. */
export class GuestStream {
  readonly #chunks: Buffer[] = []
  readonly #server: Server
  readonly ended: Promise<void>

  private constructor(server: Server, onChunk?: (chunk: Buffer) => void) {
    this.#server = server
    this.ended = new Promise((resolve) => {
      server.on('connection', (socket) => {
        socket.on('data', (chunk) => {
          this.#chunks.push(chunk)
          onChunk?.(chunk)
        })
        // QEMU being killed resets the connection: what came before it stays good.
        socket.on('error', () => resolve())
        socket.on('close', () => resolve())
      })
    })
  }

  /** Listens at `path`; `onChunk` gets each piece as it arrives. */
  static async listen(path: string, onChunk?: (chunk: Buffer) => void): Promise<GuestStream> {
    const server = createServer()
    const stream = new GuestStream(server, onChunk)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    return stream
  }

  /** Everything received so far. */
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  close(): void {
    this.#server.close()
  }
}
