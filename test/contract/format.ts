/** What every format must do, whatever its text looks like. Each format's test calls this once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FormatOptions, RecordFormat } from '../../src/formats/format.ts'
import { createDecoder } from '../../src/record/decode.ts'
import { encodeChunk, encodeRelation, encodeVertex } from '../../src/record/encode.ts'
import type { RelationRecord, VertexRecord } from '../../src/record/record.ts'
import { vertexByName } from '../../src/record/registry.ts'

/** A format under test. */
export interface FormatSubject {
  readonly name: string
  readonly create: (options: FormatOptions) => RecordFormat
  /** Fails when a document is not valid in this format. */
  readonly validate: (document: string) => void
}

const scope = { bootId: 3, machineId: 7 }
const made = { ...scope, epoch: 1, jiffies: 5n, timeNs: 6n }
const head = { epoch: 1, jiffies: 5n, timeNs: 6n, taskId: 9n }

const path = (id: bigint, pathname: string): VertexRecord => ({
  kind: 'vertex',
  type: 'path',
  id,
  version: 0,
  taint: 0n,
  nameId: 0n,
  truncated: false,
  pathname,
  ...made,
})

const read = (id: bigint): RelationRecord => ({
  kind: 'relation',
  type: 'read',
  family: 'used',
  id,
  allowed: true,
  flags: 0n,
  offset: undefined,
  taskId: 9n,
  sender: { type: 'file', id: 1n, version: 0 },
  receiver: { type: 'task', id: 2n, version: 0 },
  ...made,
})

function start(subject: FormatSubject) {
  const documents: Uint8Array[] = []
  const format = subject.create({
    ...scope,
    clockOffsetSeconds: 0,
    onDocument: (document) => documents.push(document.slice()),
  })
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => format.vertex(vertex),
    onRelation: (relation) => format.relation(relation),
    onError: (problem) => assert.fail(`${problem.code}: ${problem.detail}`),
  })
  const send = (...messages: Uint8Array[]) => {
    const chunk = encodeChunk(head, messages)
    decoder.chunk(chunk, 0, chunk.length)
  }
  const texts = () => documents.map((document) => Buffer.from(document).toString())
  return { format, send, texts }
}

/** Bytes of text behind the head of a message of a type that ends with one. */
function withText(type: 'path' | 'argv' | 'string' | 'address', text: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((48 + text.length + 7) & ~7)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, bytes.length, true)
  view.setUint8(2, 1)
  view.setUint8(3, vertexByName(type).bit)
  view.setUint32(40, text.length, true)
  bytes.set(text, 48)
  return bytes
}

/** Defines the tests of the contract for one format. */
export function testFormat(subject: FormatSubject): void {
  const { name } = subject

  test(`${name}: has nothing to say before the first record`, () => {
    const { format, texts } = start(subject)
    format.flush()
    assert.equal(format.pendingBytes, 0)
    assert.deepEqual(texts(), [])
  })

  test(`${name}: hands over whole lines, and nothing twice`, () => {
    const { format, send, texts } = start(subject)
    send(encodeVertex(path(1n, '/a')), encodeRelation(read(1n)))
    assert.ok(format.pendingBytes > 0)
    format.flush()
    format.flush()
    assert.equal(format.pendingBytes, 0)
    assert.equal(texts().length, 1)
    for (const text of texts()) {
      assert.ok(text.endsWith('\n'))
      subject.validate(text)
    }
  })

  test(`${name}: makes documents without being asked when records keep coming`, () => {
    const { format, send, texts } = start(subject)
    for (let id = 1n; id <= 6000n; id++) send(encodeRelation(read(id)))
    const before = texts().length
    format.flush()
    assert.ok(before > 0)
    for (const text of texts()) subject.validate(text)
  })

  test(`${name}: writes the same after a document's memory was given back`, () => {
    const { format, send, texts } = start(subject)
    for (let round = 0; round < 3; round++) {
      send(encodeVertex(path(1n, '/a')), encodeRelation(read(1n)))
      format.flush()
      format.release?.(new Uint8Array(1 << 21).fill(0x41))
    }
    assert.equal(new Set(texts()).size, 1)
  })

  test(`${name}: stays valid whatever a program wrote into a name`, () => {
    const anyText = fc.uint8Array({ maxLength: 60 })
    const anyType = fc.constantFrom('path' as const, 'argv' as const, 'string' as const)
    fc.assert(
      fc.property(fc.array(fc.tuple(anyType, anyText), { minLength: 1, maxLength: 6 }), (list) => {
        const { format, send, texts } = start(subject)
        for (const [type, text] of list) send(withText(type, text))
        format.flush()
        for (const text of texts()) subject.validate(text)
      }),
      { numRuns: 300 },
    )
  })

  test(`${name}: stays valid whatever a socket address holds`, () => {
    const anyFamily = fc.constantFrom(0, 1, 2, 10, 16, 99)
    fc.assert(
      fc.property(anyFamily, fc.uint8Array({ maxLength: 120 }), (family, rest) => {
        const { format, send, texts } = start(subject)
        send(withText('address', Uint8Array.from([family, 0, ...rest])))
        send(withText('address', rest))
        format.flush()
        for (const text of texts()) subject.validate(text)
      }),
      { numRuns: 300 },
    )
  })

  test(`${name}: writes the mark of a loss`, () => {
    const { format, texts } = start(subject)
    format.loss({ kind: 'loss', first: 2n, last: 4n, count: 3n, cause: 'ring_full', ...made })
    format.flush()
    assert.match(texts().join(''), /ring_full/)
    for (const text of texts()) subject.validate(text)
  })
}
