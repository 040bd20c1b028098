/** Records for tests of outputs, and what came of them at the other end. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DocumentReceiver } from '../../src/formats/format.ts'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import { FakeRelay } from '../../src/kernel/fake.ts'
import type { Output } from '../../src/outputs/output.ts'
import { createPipeline } from '../../src/pipeline/pipeline.ts'
import { encodeChunk, encodeRelation } from '../../src/record/encode.ts'
import { IdRanges } from '../../src/record/id-ranges.ts'
import type { RelationRecord } from '../../src/record/record.ts'

const scope = { bootId: 1, machineId: 77 }
const head = { epoch: 1, jiffies: 1n, timeNs: 1n }
const CHUNK_RELATIONS = 50

function aRelation(id: number): RelationRecord {
  return {
    ...{ kind: 'relation', type: 'read', family: 'used', id: BigInt(id), ...head, ...scope },
    ...{ allowed: true, flags: 0n, offset: undefined, taskId: 5n },
    sender: { type: 'file', id: 7n, version: 0 },
    receiver: { type: 'task', id: 5n, version: 0 },
  }
}

/** A recording without a kernel: relations `1, 2, 3, …` of one ring into one output. */
export function aRecording(output: Output, bufferBytes: number) {
  const relay = new FakeRelay()
  const format = (onDocument: DocumentReceiver) =>
    createW3cFormat({ ...scope, onDocument, clockOffsetSeconds: 0, documentBytes: 16_384 })
  const lanes = [{ output, format, bufferBytes }]
  const pipeline = createPipeline({ relay, lanes, ...scope, intervalMs: 5 })
  const running = pipeline.run()
  let made = 0
  return {
    get made() {
      return made
    },
    lane: () => {
      const [lane] = pipeline.stats().lanes
      assert.ok(lane !== undefined)
      return lane
    },
    /** Captures so many relations more, and waits until the ring has given them up. */
    async capture(count: number): Promise<void> {
      for (const end = made + count; made < end; ) {
        const ids = Array.from({ length: Math.min(CHUNK_RELATIONS, end - made) }, () => ++made)
        relay.put(
          encodeChunk(
            head,
            ids.map((id) => encodeRelation(aRelation(id))),
          ),
        )
        if (relay.fillBytes > relay.sizeBytes / 2) await until(() => relay.fillBytes === 0)
      }
      await until(() => relay.fillBytes === 0)
    },
    async stop() {
      const stats = await pipeline.stop({ isLast: true })
      await running
      return stats
    },
  }
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(1)
}

/** What whole documents say: the relations in them, and those that they tell as lost. */
export function account(documents: readonly string[]) {
  const seen = new IdRanges()
  const lost = new IdRanges()
  for (const text of documents) {
    const document = JSON.parse(text) as Record<string, Record<string, Record<string, string>>>
    for (const { 'cf:id': id } of Object.values(document.used ?? {}))
      seen.add(Number(id), Number(id))
    for (const member of Object.values(document.entity ?? {})) {
      lost.add(Number(member['cf:first']), Number(member['cf:last']))
    }
  }
  return { seen, lost }
}

/** Every relation up to the last is either seen or told as lost, none both. */
export function assertExact({ seen, lost }: ReturnType<typeof account>, last: number): void {
  assert.equal(seen.count() + lost.count(), last)
  const all = new IdRanges()
  all.addAll(seen)
  all.addAll(lost)
  assert.deepEqual(all.ranges(), [[1, last]])
}
