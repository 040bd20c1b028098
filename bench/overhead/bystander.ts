/**
 * The process that is tracked while another one is measured. It writes a file of its own, so that objects
 * and inodes are tracked, as they are where somebody captures selectively.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CaptureSession } from '../../src/capture/session.ts'

const WRITE = 'read -r line; echo "$line" >"$0"; echo written; read -r line'

/** To be made before the capture begins: a child of ours would be opaque once we are. */
export class Bystander implements Disposable {
  readonly #shell: ChildProcessByStdio<Writable, Readable, null>

  /** @param file what it writes; in memory. */
  constructor(file: string) {
    this.#shell = spawn('/bin/sh', ['-c', WRITE, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  }

  /** Has it tracked, with propagation, and waits until it has written. */
  async track(session: CaptureSession): Promise<void> {
    session.trackProcess(this.#shell.pid as number, { propagate: true })
    const written = once(this.#shell.stdout, 'data')
    this.#shell.stdin.write('x\n')
    await written
  }

  [Symbol.dispose](): void {
    this.#shell.stdin.end()
  }
}
