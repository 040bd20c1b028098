import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CamflowError } from '../errors.ts'
import type { DocumentReceiver, RecordFormat } from '../formats/format.ts'
import { FakeRelay } from '../kernel/fake.ts'
import type { Output } from '../outputs/output.ts'
import { encodeChunk, encodeRelation } from '../record/encode.ts'
import type { RelationRecord } from '../record/record.ts'
import { createPipeline, type PipelineOptions } from './pipeline.ts'

function aRelation(id: number): RelationRecord {
  return {
    kind: 'relation',
    type: 'read',
    family: 'used',
    id: BigInt(id),
    bootId: 1,
    machineId: 2,
    epoch: 1,
    jiffies: 0n,
    timeNs: 0n,
    allowed: true,
    flags: 0n,
    offset: undefined,
    taskId: 5n,
    sender: { type: 'file', id: 7n, version: 0 },
    receiver: { type: 'task', id: 5n, version: 0 },
  }
}

function aChunk(...ids: number[]): Uint8Array {
  const head = { epoch: 1, jiffies: 1n, timeNs: 1n }
  return encodeChunk(
    head,
    ids.map((id) => encodeRelation(aRelation(id))),
  )
}

/** `12` for a relation, `lost 3-4 cause` for a loss, one line per document. */
class IdFormat implements RecordFormat {
  readonly name = 'ids'
  #words: string[] = []
  readonly #onDocument: DocumentReceiver

  constructor(onDocument: DocumentReceiver) {
    this.#onDocument = onDocument
  }
  get pendingBytes(): number {
    return this.#words.length
  }
  vertex(): void {}
  relation(relation: { idNumber: number }): void {
    this.#words.push(String(relation.idNumber))
  }
  loss(loss: { first: bigint; last: bigint; cause: string }): void {
    this.#words.push(`lost ${loss.first}-${loss.last} ${loss.cause}`)
  }
  flush(): void {
    this.#onDocument(new TextEncoder().encode(`${this.#words.join(',')}\n`))
    this.#words = []
  }
}

/** An output that can be blocked, as a full disk does. */
class GatedOutput implements Output {
  readonly name = 'gated'
  text = ''
  isBlocked = false
  async open(): Promise<void> {}
  async flush(): Promise<void> {}
  async reopen(): Promise<void> {}
  async close(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}
  async write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    while (this.isBlocked) {
      if (signal?.aborted) throw new CamflowError('CF_OUTPUT_ABORTED')
      await sleep(1)
    }
    this.text += new TextDecoder().decode(document)
  }
}

function aPipeline(options: Partial<PipelineOptions> = {}) {
  const relay = new FakeRelay()
  const output = new GatedOutput()
  const format = (onDocument: DocumentReceiver) => new IdFormat(onDocument)
  const pipeline = createPipeline({
    ...{ relay, lanes: [{ output, format }], bootId: 1, machineId: 2, intervalMs: 10, ...options },
  })
  return { relay, output, pipeline }
}

test('writes what is in the ring and gives it up', async () => {
  const { relay, output, pipeline } = aPipeline()
  relay.put(aChunk(1, 2))
  relay.put(aChunk(3))
  const run = pipeline.run()
  await sleep(50)
  assert.equal(output.text, '1,2,3\n')
  assert.equal(relay.fillBytes, 0)
  await pipeline.stop()
  await run
})

test('keeps the records in the ring while the output is blocked', async () => {
  const { relay, output, pipeline } = aPipeline()
  output.isBlocked = true
  relay.put(aChunk(1))
  const run = pipeline.run()
  await sleep(50)
  relay.put(aChunk(2))
  assert.notEqual(relay.fillBytes, 0)
  output.isBlocked = false
  await sleep(50)
  assert.equal(relay.fillBytes, 0)
  assert.equal(output.text, '1\n2\n')
  await pipeline.stop()
  await run
})

test('drains everything on stop', async () => {
  const { relay, output, pipeline } = aPipeline({ batchBytes: 100 })
  const run = pipeline.run()
  for (let id = 1; id <= 50; id++) relay.put(aChunk(id))
  const stats = await pipeline.stop()
  await run
  assert.equal(stats.relations, 50)
  assert.equal(output.text.split(/[,\n]/).filter(Boolean).length, 50)
})

test('gives nothing up that a blocked output did not take before the stop', async () => {
  const { relay, output, pipeline } = aPipeline()
  output.isBlocked = true
  relay.put(aChunk(1))
  const run = pipeline.run()
  run.catch(() => {})
  await sleep(20)
  await assert.rejects(
    pipeline.stop({ signal: AbortSignal.timeout(30) }),
    (error: unknown) => error instanceof CamflowError && error.code === 'CF_OUTPUT_ABORTED',
  )
  assert.notEqual(relay.fillBytes, 0)
  assert.equal(output.text, '')
})

test('tells ids that never came, with the cause that the kernel counted', async () => {
  const { relay, output, pipeline } = aPipeline({
    counters: () => ({ lostRelations: 3, relationIds: 8 }),
  })
  relay.put(aChunk(1, 2))
  relay.put(aChunk(6, 7))
  const run = pipeline.run()
  const stats = await pipeline.stop({ isLast: true })
  await run
  assert.equal(output.text, '1,2,6,7\nlost 3-5 ring_full,lost 8-8 unknown\n')
  assert.equal(stats.lost, 4)
})

test('goes on after bytes that cannot be decoded', async () => {
  const problems: string[] = []
  const { relay, output, pipeline } = aPipeline({
    observer: { problem: (problem) => void problems.push(problem.code) },
  })
  relay.put(new Uint8Array(48).fill(255))
  relay.put(aChunk(1))
  const run = pipeline.run()
  const stats = await pipeline.stop()
  await run
  assert.deepEqual(problems, ['CF_CHUNK_CORRUPT'])
  assert.equal(stats.problems, 1)
  assert.equal(output.text, '1\n')
})

test('records that the kernel wakes us for do not wait out the interval', async () => {
  const { relay, output, pipeline } = aPipeline({ intervalMs: 60_000 })
  relay.put(aChunk(1))
  const run = pipeline.run()
  await sleep(30)
  relay.put(aChunk(2))
  await sleep(60)
  assert.equal(output.text, '1\n', 'an ordinary record waits')
  relay.put(aChunk(3))
  relay.wakeUp()
  await sleep(100)
  assert.equal(output.text, '1\n2,3\n')
  await pipeline.stop()
  await run
})
