/**
 * A reader of UNIX datagrams, for tests: a process of its own and of another language, that can be
 * stopped and killed as a reader is that gets stuck or crashes.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const SCRIPT = `
import os, socket, sys
path = sys.argv[1]
if os.path.exists(path): os.unlink(path)
sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sock.bind(path)
os.write(1, b'bound')
while True: os.write(1, sock.recv(1 << 20))
`
const GREETING = 'bound'

/** A process that has bound a socket and reads. */
export class DatagramReader {
  readonly #child: ChildProcess
  #text = ''
  #told = () => {}

  private constructor(path: string) {
    this.#child = spawn('python3', ['-c', SCRIPT, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child.stdout?.setEncoding('latin1').on('data', (data: string) => {
      this.#text += data
      this.#told()
    })
  }

  /** Binds the socket, in the place of one that is there. */
  static async bind(path: string): Promise<DatagramReader> {
    const reader = new DatagramReader(path)
    await reader.until((text) => text.startsWith(GREETING))
    return reader
  }

  /** What was received so far. */
  get text(): string {
    return this.#text.slice(GREETING.length)
  }

  /** Waits until what was received satisfies. */
  async until(isEnough: (text: string) => boolean): Promise<void> {
    while (!isEnough(this.#text)) {
      await new Promise<void>((resolve) => {
        this.#told = resolve
      })
    }
  }

  /** Reads nothing until it is let go. */
  stop(): void {
    this.#child.kill('SIGSTOP')
  }

  letGo(): void {
    this.#child.kill('SIGCONT')
  }

  /** Ends without a word; the socket's file stays. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'close')
  }
}
