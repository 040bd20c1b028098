/** How long a record that matters waits before it is in the output, with the real capture programs. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { type StoppedChild, spawnStopped } from '../../src/capture/stopped-child.ts'
import { NullOutput } from '../../src/outputs/null.ts'
import { recordWhile } from '../e2e/record-while.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const MARK = 'camflow-latency-mark'
/** Seconds would be the interval; the rest is for a machine that does other things as well. */
const LIMIT_MS = 200
/** Nobody waits for as long as this, but who was not woken. */
const FOREVER_MS = 20_000

/** Notes when a text came by. */
class WatchingOutput extends NullOutput {
  seenAt: number | undefined
  override async write(document: Uint8Array): Promise<void> {
    if (Buffer.from(document).includes(MARK)) this.seenAt ??= performance.now()
  }
}

async function trackedAndStopped(
  session: CaptureSession,
  ...command: readonly string[]
): Promise<StoppedChild> {
  const child = await spawnStopped(command)
  session.trackProcess(child.pid)
  return child
}

async function runToItsEnd(child: StoppedChild): Promise<void> {
  child.start()
  await child.exitCode
}

/** Records; the marked program must be in the output soon after it ended, whatever came before it. */
async function marksSoon(
  t: TestContext,
  work: (runMarked: () => Promise<void>, another: StoppedChild) => Promise<void>,
): Promise<void> {
  await using session = await startCapture({ mode: 'tracepoint' })
  const output = new WatchingOutput()
  let endedAt = 0
  await recordWhile(session, output, async () => {
    const another = await trackedAndStopped(session, 'true')
    const marked = await trackedAndStopped(session, 'true', MARK)
    const runMarked = async () => {
      await runToItsEnd(marked)
      endedAt = performance.now()
    }
    await work(runMarked, another)
    await sleep(300)
    assert.ok(output.seenAt !== undefined, 'the program came before the interval ended')
  })
  const tookMs = (output.seenAt ?? Number.NaN) - endedAt
  t.diagnostic(`${tookMs.toFixed(0)} ms from the end of the program to the output`)
  assert.ok(tookMs < LIMIT_MS, `${tookMs} ms`)
}

test('a new program is in the output within a tenth of a second', { skip }, (t) =>
  marksSoon(t, async (runMarked, another) => {
    // Its records open an interval of a second: the second program comes in the midst of it.
    await runToItsEnd(another)
    await sleep(100)
    await runMarked()
  }),
)

test('so is one that comes right after another', { skip }, (t) =>
  marksSoon(t, async (runMarked, another) => {
    await runToItsEnd(another)
    await runMarked()
  }),
)

test('so is one that comes when nothing came for seconds', { skip }, (t) =>
  marksSoon(t, async (runMarked, another) => {
    await runToItsEnd(another)
    await sleep(2500)
    await runMarked()
  }),
)

test('a program wakes the reader, whenever that falls asleep', { skip }, async () => {
  await using session = await startCapture({ mode: 'tracepoint' })
  const { relay } = session
  for (let index = 0; index < 40; index++) {
    const mark = `${MARK}-${index}.`
    const child = await trackedAndStopped(session, 'true', mark)
    // Another moment each time: before the program begins, or in the midst of it.
    setTimeout(child.start, index % 8)
    await sleep(4)
    let isSeen = false
    while (!isSeen) {
      const waitsSince = performance.now()
      await relay.wait(FOREVER_MS)
      assert.ok(performance.now() - waitsSince < FOREVER_MS, 'no wait takes its whole time')
      relay.drain((memory, offset, length) => {
        isSeen ||= Buffer.from(memory.subarray(offset, offset + length)).includes(mark)
        return undefined
      })
      relay.commit()
    }
    await child.exitCode
  }
})
