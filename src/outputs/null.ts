import { CamflowError } from '../errors.ts'
import type { Output } from './output.ts'

/** Accepts every document and keeps none: for measurements, and the smallest true output. */
export class NullOutput implements Output {
  readonly name = 'null'
  #isOpen = false

  async open(): Promise<void> {
    this.#isOpen = true
  }

  async write(_document: Uint8Array): Promise<void> {
    if (!this.#isOpen) throw new CamflowError('CF_OUTPUT_CLOSED', 'null')
  }

  async flush(): Promise<void> {}

  async reopen(): Promise<void> {}

  async close(): Promise<void> {
    this.#isOpen = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
