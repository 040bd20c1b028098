/**
 * What every output must do, written once and run by each. An output that keeps nothing (null)
 * says so with `read` undefined; what then cannot be checked is listed, never passed over.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { CamflowError } from '../../src/errors.ts'
import type { Output } from '../../src/outputs/output.ts'

/** One output under test and how to see what reached the other side. */
export interface OutputUnderTest {
  readonly output: Output
  /**
   * Everything that was accepted so far, in order; undefined when the output keeps nothing. A reader that
   * is behind waits for as many bytes as are expected.
   */
  readonly read?: (expectedBytes: number) => Promise<string>
  /** Bytes of the longest document that it can carry, when that is less than several megabytes. */
  readonly longestBytes?: number
}

const line = (text: string) => new TextEncoder().encode(`${text}\n`)

/** Runs the contract against fresh outputs made by `make`. */
export function outputContract(
  name: string,
  make: (context: TestContext) => Promise<OutputUnderTest>,
): void {
  test(`${name} hands documents over in order and whole`, async (t) => {
    const { output, read } = await make(t)
    await output.open()
    await Promise.all([output.write(line('1')), output.write(line('2')), output.write(line('3'))])
    await output.flush()
    if (read) assert.equal(await read(6), '1\n2\n3\n')
    else t.diagnostic('keeps nothing: order cannot be seen')
    await output.close()
  })

  test(`${name} accepts a long document, or says that it cannot`, async (t) => {
    const { output, read, longestBytes = 5_000_001 } = await make(t)
    await output.open()
    if (longestBytes < 5_000_001) {
      await assert.rejects(
        output.write(line('x'.repeat(5_000_000))),
        (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_TOO_LONG',
      )
    }
    await output.write(line('x'.repeat(longestBytes - 1)))
    await output.close()
    if (read) assert.equal((await read(longestBytes)).length, longestBytes)
  })

  test(`${name} loses nothing when reopened between documents`, async (t) => {
    const { output, read } = await make(t)
    await output.open()
    const writes = [output.write(line('before'))]
    const reopened = output.reopen()
    writes.push(output.write(line('after')))
    await Promise.all([...writes, reopened])
    if (read) assert.equal(await read(13), 'before\nafter\n')
    await output.close()
  })

  test(`${name} refuses documents before open and after close`, async (t) => {
    const { output } = await make(t)
    const isClosed = (error: unknown) =>
      error instanceof CamflowError && error.code === 'CF_OUTPUT_CLOSED'
    await assert.rejects(output.write(line('early')), isClosed)
    await output.open()
    await output.close()
    await assert.rejects(output.write(line('late')), isClosed)
  })

  test(`${name} closes twice without complaint`, async (t) => {
    const { output } = await make(t)
    await output.open()
    await output.close()
    await output.close()
  })
}
