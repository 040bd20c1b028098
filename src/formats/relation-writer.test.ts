import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RelationCursor } from '../record/cursor.ts'
import { createDecoder } from '../record/decode.ts'
import { encodeChunk, encodeRelation } from '../record/encode.ts'
import type { RelationEnd } from '../record/record.ts'
import { ByteWriter } from './byte-writer.ts'
import { ChunkStamp } from './chunk-stamp.ts'
import { ClockText } from './clock-text.ts'
import { scope } from './fixture.ts'
import { RelationWriter } from './relation-writer.ts'
import { spadeRelation } from './spade-relation.ts'
import { w3cRelation } from './w3c-relation.ts'

const TOP = 1n << 32n
/** Numbers that lie near each other, and near what fills digits, bytes and words. */
const anyNumber = fc.oneof(
  fc.bigInt({ min: 1n, max: 3n }),
  fc.bigInt({ min: 97n, max: 102n }),
  fc.bigInt({ min: 254n, max: 258n }),
  fc.bigInt({ min: TOP - 2n, max: TOP + 2n }),
  fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }),
)
const anyVersion = fc.oneof(
  fc.nat(300),
  fc.integer({ min: 0x1ff0, max: 0x2010 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
)

function anyEnd(type: 'file' | 'directory' | 'packet' | 'task'): fc.Arbitrary<RelationEnd> {
  const plain = fc.record({ type: fc.constant(type), id: anyNumber, version: anyVersion })
  if (type !== 'packet') return plain
  const packet = fc.uint8Array({ minLength: 24, maxLength: 24 })
  return fc.record({
    type: fc.constant(type),
    id: fc.constant(0n),
    version: fc.constant(0),
    packet,
  })
}

const anyStep = fc.record({
  type: fc.constantFrom('read', 'open', 'write'),
  id: anyNumber,
  epoch: fc.constantFrom(1, 1, 2),
  jiffies: fc.constantFrom(7n, 8n, 123n, TOP + 7n),
  timeNs: fc.constantFrom(1n, 2n, 5_000_000_000n),
  taskId: fc.constantFrom(1n, 2n, 3n + TOP),
  allowed: fc.constantFrom(true, true, false),
  flags: fc.constantFrom(0n, 4n, 0x24n, TOP),
  offset: fc.constantFrom(undefined, undefined, 0n, 5n, 7n, 12n, 512n, 1n << 40n, -1n),
  sender: fc.oneof(anyEnd('file'), anyEnd('directory'), anyEnd('packet')),
  receiver: anyEnd('task'),
})
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

function eachRelation(steps: readonly Step[], tell: (relation: RelationCursor) => void): void {
  const onError = ({ detail }: { readonly detail: string }) => assert.fail(detail)
  const decoder = createDecoder({ ...scope, onVertex: () => {}, onRelation: tell, onError })
  for (const { type, ...step } of steps) {
    const family = type === 'write' ? 'generated' : 'used'
    const record = { kind: 'relation', family, type, ...scope, ...step } as never
    const chunk = encodeChunk(step, [encodeRelation(record)])
    decoder.chunk(chunk, 0, chunk.length)
  }
}

for (const [name, layout] of [
  ['PROV-JSON', w3cRelation],
  ['SPADE', spadeRelation('WasInfluencedBy')],
] as const) {
  test(`relations that follow each other read as if each were the first: ${name}`, () => {
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        const lasting = new RelationWriter(new ChunkStamp(new ClockText(0)), layout)
        eachRelation(steps, (relation) => {
          const [shown, wanted] = [new ByteWriter(16), new ByteWriter(16)]
          lasting.write(shown, relation)
          new RelationWriter(new ChunkStamp(new ClockText(0)), layout).write(wanted, relation)
          assert.equal(textOf(shown), textOf(wanted))
        })
      }),
    )
  })
}

test('counts up through a change of hundreds, of digits and of bytes', () => {
  const writer = new RelationWriter(new ChunkStamp(new ClockText(0)), w3cRelation)
  const end = (type: 'file' | 'task') => ({ type, id: 1n, version: 1 })
  const ids = [9n, 10n, 98n, 99n, 100n, 101n, 199n, 200n, 255n, 256n, 999n, 1000n, TOP - 1n, TOP]
  const steps = ids.map(
    (id): Step => ({
      ...({ id, type: 'read', epoch: 1, jiffies: 7n, timeNs: 1n } as const),
      ...{ taskId: 1n, allowed: true },
      ...{ flags: 0n, offset: undefined, sender: end('file'), receiver: end('task') },
    }),
  )
  const texts: string[] = []
  eachRelation(steps, (relation) => {
    const shown = new ByteWriter(16)
    writer.write(shown, relation)
    const [, identifier = '', id = ''] = /"cf:(.{44})":\{"cf:id":"(\d+)"/.exec(textOf(shown)) ?? []
    texts.push(id, String(Buffer.from(identifier, 'base64').readBigUInt64LE(8)))
  })
  assert.deepEqual(
    texts,
    ids.flatMap((id) => [String(id), String(id)]),
  )
})

test('closes the quote of an offset of one digit that follows another one', () => {
  const writer = new RelationWriter(new ChunkStamp(new ClockText(0)), w3cRelation)
  const end = (type: 'file' | 'task') => ({ type, id: 1n, version: 1 })
  const offsets = [5n, 7n, 12n, 13n, 512n, 8n, 0n, 9n, 3n]
  const steps = offsets.map(
    (offset): Step => ({
      ...({ id: 1000n, type: 'read', epoch: 1, jiffies: 7n, timeNs: 1n } as const),
      ...{ taskId: 1n, allowed: true },
      ...{ flags: 0n, offset, sender: end('file'), receiver: end('task') },
    }),
  )
  const shown: (string | undefined)[] = []
  eachRelation(steps, (relation) => {
    const text = new ByteWriter(16)
    writer.write(text, relation)
    const [member] = Object.values(JSON.parse(`{${textOf(text).slice(1)}}`)) as {
      'cf:offset'?: string
    }[]
    shown.push(member?.['cf:offset'])
  })
  assert.deepEqual(shown, ['5', '7', '12', '13', '512', '8', undefined, '9', '3'])
})

function textOf({ bytes, length }: ByteWriter): string {
  return Buffer.from(bytes.subarray(0, length)).toString('latin1')
}
