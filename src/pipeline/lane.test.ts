import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CamflowError } from '../errors.ts'
import type { DocumentReceiver, RecordFormat } from '../formats/format.ts'
import type { Output } from '../outputs/output.ts'
import type { RelationCursor, VertexCursor } from '../record/cursor.ts'
import { createDecoder } from '../record/decode.ts'
import { encodeChunk, encodeRelation } from '../record/encode.ts'
import type { RelationRecord } from '../record/record.ts'
import type { RelationTypeName } from '../record/registry.ts'
import { Lane, type LaneOptions } from './lane.ts'
import { RecordFilter } from './record-filter.ts'
import { TypeTally } from './type-tally.ts'

const scope = { bootId: 1, machineId: 2 }

function aRelation(id: number, type: RelationTypeName = 'read'): RelationRecord {
  return {
    ...{ kind: 'relation', family: 'used', id: BigInt(id), epoch: 1, jiffies: 0n, timeNs: 0n },
    ...{ allowed: true, flags: 0n, offset: undefined, taskId: 5n, ...scope, type },
    sender: { type: 'file', id: 7n, version: 0 },
    receiver: { type: 'task', id: 5n, version: 0 },
  } as RelationRecord
}

/** Words of ten characters: `12` for a relation, `lost3-4` for a loss; a line per document. */
class IdFormat implements RecordFormat {
  readonly name = 'ids'
  readonly #onDocument: DocumentReceiver
  #words: string[] = []
  constructor(onDocument: DocumentReceiver) {
    this.#onDocument = onDocument
  }
  get pendingBytes(): number {
    return this.#words.length
  }
  vertex(_vertex: VertexCursor): void {}
  relation({ idNumber }: RelationCursor): void {
    this.#words.push(String(idNumber).padEnd(10))
  }
  loss({ first, last, cause }: { first: bigint; last: bigint; cause: string }): void {
    this.#words.push(`lost ${first}-${last} ${cause}`)
  }
  flush(): void {
    this.#onDocument(Buffer.from(`${this.#words.join(' ')}\n`))
    this.#words = []
  }
}

/** An output that takes a document when it is told to. */
class SteppedOutput implements Output {
  readonly name = 'stepped'
  readonly lines: string[] = []
  longest = 1_000_000
  #isOpen = false
  #wake = () => {}
  async open(): Promise<void> {}
  async flush(): Promise<void> {}
  async reopen(): Promise<void> {}
  async close(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}
  /** From now on everything is taken. */
  letGo(): void {
    this.#isOpen = true
    this.#wake()
  }
  async write(document: Uint8Array, signal?: AbortSignal): Promise<void> {
    if (document.byteLength > this.longest) throw new CamflowError('CF_OUTPUT_TOO_LONG')
    while (!this.#isOpen) {
      if (signal?.aborted) throw new CamflowError('CF_OUTPUT_ABORTED')
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        signal?.addEventListener('abort', () => resolve())
      })
    }
    this.lines.push(Buffer.from(document).toString().replaceAll(/ +/g, ' ').trim())
  }
}

function aLane(options: Partial<LaneOptions> & { onVerticesLost?: () => void } = {}) {
  const output = new SteppedOutput()
  const { onVerticesLost, ...rest } = options
  const format = (onDocument: DocumentReceiver) => new IdFormat(onDocument)
  const decoded = new TypeTally()
  const lane = new Lane({ output, format, ...rest }, { ...scope, onVerticesLost, decoded })
  const decoder = createDecoder({
    ...scope,
    onVertex: () => {},
    onRelation: (relation) => lane.relation(relation),
    onError: ({ code }) => assert.fail(code),
  })
  const send = (...records: RelationRecord[]) => {
    const chunk = encodeChunk(
      { epoch: 1, jiffies: 1n, timeNs: 1n },
      records.map((record) => encodeRelation(record)),
    )
    decoder.chunk(chunk, 0, chunk.length)
  }
  const signal = new AbortController().signal
  /** One document with these ids. */
  const write = async (...ids: number[]) => {
    send(...ids.map((id) => aRelation(id)))
    await lane.write(signal)
  }
  return { lane, output, send, write, signal }
}

/** Everything that is ready to run has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a lane without a buffer holds the ring until its output takes the text', async () => {
  const { output, write } = aLane()
  let isDone = false
  const writing = write(1, 2).then(() => {
    isDone = true
  })
  await settled()
  assert.equal(isDone, false)
  output.letGo()
  await writing
  assert.deepEqual(output.lines, ['1 2'])
})

test('a buffer that is full drops whole documents and tells each relation of them', async () => {
  let described = 0
  const { lane, output, write, signal } = aLane({
    bufferBytes: 50,
    onVerticesLost: () => void described++,
  })
  await write(1, 2)
  await write(3, 4)
  await write(6, 5)
  await write(7)
  // The third document found no room, and the fourth has to stand behind it.
  assert.deepEqual(
    [lane.stats().droppedDocuments, lane.stats().droppedRelations, lane.stats().waitingDocuments],
    [2, 3, 2],
  )
  assert.equal(described, 0)
  output.letGo()
  await settled()
  await write(8)
  await settled()
  // The loss is told in the document of the next records.
  assert.deepEqual(output.lines, ['1 2', '3 4', '8 lost 5-7 reader_slow'])
  assert.equal(described, 1)
  await lane.finish(signal)
  assert.equal(lane.stats().relations, 8)
  assert.equal(lane.stats().documents, 3)
})

test('a buffer can hold the ring while its output is getting on', async () => {
  const { output, write } = aLane({ bufferBytes: 1000, holdMs: 60_000 })
  let isDone = false
  const writing = write(1).then(() => {
    isDone = true
  })
  await settled()
  assert.equal(isDone, false)
  output.letGo()
  await writing
  assert.deepEqual(output.lines, ['1'])
})

test('what the end leaves no time for is counted', async () => {
  const { lane, write } = aLane({ bufferBytes: 1000 })
  await write(1, 2)
  await write(3)
  await lane.finish(AbortSignal.abort())
  const { droppedRelations, waitingBytes, documents } = lane.stats()
  assert.deepEqual([droppedRelations, waitingBytes, documents], [3, 0, 0])
})

test('a document that no reader can get is told, and those behind it come', async () => {
  const { lane, output, write, signal } = aLane({ bufferBytes: 1000 })
  output.letGo()
  output.longest = 40
  await write(1, 2, 3, 4)
  await settled()
  await write(5)
  await lane.finish(signal)
  assert.deepEqual(output.lines, ['5 lost 1-4 document_too_long'])
  assert.equal(lane.stats().droppedRelations, 4)
  assert.deepEqual(lane.stats().droppedByCause, { document_too_long: 4 })
})

test('a filter leaves out types, and relations that have a hidden end', async () => {
  const filter = new RecordFilter({ hiddenRelations: ['open'], hiddenVertices: ['pipe'] })
  const { lane, output, send, signal } = aLane({ filter })
  output.letGo()
  const onPipe = { ...aRelation(3), sender: { type: 'pipe', id: 9n, version: 0 } } as const
  send(aRelation(1), aRelation(2, 'open'), onPipe, aRelation(4))
  await lane.write(signal)
  assert.deepEqual(output.lines, ['1 4'])
  assert.deepEqual([lane.stats().relations, lane.stats().hidden], [2, 2])
  assert.deepEqual([...lane.typeCounts().relations.values()], [2])
})
