/** How long a record that matters waits before it is in the output, with the real capture programs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import { NullOutput } from '../../src/outputs/null.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const MARK = 'camflow-latency-mark'
/** Seconds would be the interval; the rest is for a machine that does other things as well. */
const LIMIT_MS = 200

/** Notes when a text came by. */
class WatchingOutput extends NullOutput {
  seenAt: number | undefined
  override async write(document: Uint8Array): Promise<void> {
    if (Buffer.from(document).includes(MARK)) this.seenAt ??= performance.now()
  }
}

test('a new program is in the output within a tenth of a second', { skip }, async (t) => {
  await using session = await startCapture({ mode: 'tracepoint' })
  const output = new WatchingOutput()
  let endedAt = 0
  await recordWhile(session, output, async () => {
    // Its records open an interval of a second: the second program comes in the midst of it.
    const child = await spawnStopped(['true'])
    session.trackProcess(child.pid)
    child.start()
    await child.exitCode
    const marked = await spawnStopped(['true', MARK])
    session.trackProcess(marked.pid)
    await sleep(100)
    marked.start()
    await marked.exitCode
    endedAt = performance.now()
    await sleep(300)
    assert.ok(output.seenAt !== undefined, 'the program came before the interval ended')
  })
  const tookMs = (output.seenAt ?? Number.NaN) - endedAt
  t.diagnostic(`${tookMs.toFixed(0)} ms from the end of the program to the output`)
  assert.ok(tookMs < LIMIT_MS, `${tookMs} ms`)
})
