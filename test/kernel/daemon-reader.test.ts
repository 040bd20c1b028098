/** `camflowd` on this kernel with a reader that gets stuck, dies and comes back. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatagramReader } from '../contract/datagram-reader.ts'
import { PipeReader } from '../contract/pipe-reader.ts'
import { judgeLines, verdictText } from '../e2e/judge.ts'
import {
  aPin,
  figuresOf,
  hasEverything,
  linesIn,
  linesOf,
  startDaemon,
  startLoad,
} from './running-daemon.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture

const STOPPED_SECONDS = 10
const BUFFER_BYTES = 1_048_576
/** The ring of 64 MiB and what Node.js takes by itself. */
const MOST_RESIDENT_BYTES = 300e6

/** The reading end of an output, as this test drives it. */
interface Reader {
  /** Reads nothing until it is gone. */
  stop(): void
  /** @returns everything that it has read. */
  rest(): string
  /** Dies. */
  leave(): Promise<void> | void
}

/** Outputs with a reader, each with how one comes to its path and reads from then on. */
const readers: Readonly<Record<string, (path: string) => Promise<Reader>>> = {
  async fifo(path) {
    const reader = new PipeReader(path)
    reader.start()
    return reader
  },
  async unix_socket(path) {
    const reader = await DatagramReader.bind(path)
    return {
      stop: () => reader.stop(),
      rest: () => reader.text,
      leave: () => reader.kill(),
    }
  },
}

async function whatReadersGot(...both: readonly Reader[]) {
  const lines = both.flatMap((reader) => linesIn(reader.rest()))
  const { report } = await judgeLines(lines, { lostRelations: 'any', lacksVertices: true })
  return { lost: report.lostRelations, all: report.relations + report.lostRelations }
}

for (const [output, aReader] of Object.entries(readers)) {
  test(`${output}: a reader that stops for ten seconds, dies and comes back holds nothing up`, {
    skip,
  }, async (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'camflowd-'))
    t.after(() => rmSync(directory, { recursive: true, force: true }))
    const pin = aPin(`reader_${output}`)
    const [log, path] = [join(directory, 'beside.log'), join(directory, 'path')]
    const daemon = startDaemon(pin, log, '--output', `${output}:${path},buffer=1M`)
    await daemon.says(/recording/)
    const load = await startLoad(pin, directory, 100)
    const first = await aReader(path)
    await load.go()
    first.stop()
    for (let second = 0; second < STOPPED_SECONDS; second++) {
      await load.go()
      await sleep(1000)
    }
    const stuck = await figuresOf(daemon)
    await first.leave()
    // That it is gone shows when something is written; a reader in its place at once would hide that.
    await load.go()
    await sleep(1000)
    const second = await aReader(path)
    await load.go()
    await load.end()
    while (!hasEverything(await figuresOf(daemon))) await sleep(50)
    assert.equal(await daemon.stop(), 0, daemon.text())
    const [ofLog, ofReader] = stuck?.outputs ?? []
    assert.ok((ofReader?.droppedRelations ?? 0) > 0, 'it does not get everything')
    assert.ok((ofReader?.waitingBytes ?? 0) <= BUFFER_BYTES, 'what waits for it is bounded')
    assert.ok((ofLog?.relations ?? 0) > 5000, 'capture goes on')
    assert.ok((stuck?.memory.residentBytes ?? 0) < MOST_RESIDENT_BYTES, 'and memory is bounded')
    const complete = await judgeLines(linesOf(log))
    t.diagnostic(verdictText(complete))
    const deadline = performance.now() + 60_000
    let told = await whatReadersGot(first, second)
    // The last documents may still be on their way through the second reader.
    while (told.all !== complete.report.relations && performance.now() < deadline) {
      await sleep(100)
      told = await whatReadersGot(first, second)
    }
    await second.leave()
    assert.ok(told.lost > 0)
    assert.equal(told.all, complete.report.relations)
  })
}
