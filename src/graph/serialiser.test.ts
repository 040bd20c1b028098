import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  documentsOf,
  type FormatMaker,
  type GoldenInput,
  golden,
  recordOf,
} from '../../test/golden/golden-case.ts'
import { createFormat, type FormatName, type ProfileName } from '../formats/formats.ts'
import type {
  LossRecord,
  ProvenanceRecord,
  RelationRecord,
  VertexRecord,
} from '../record/record.ts'
import { createSerialiser, prefixText, type SerialiserOptions, serialise } from './serialiser.ts'

const made = { bootId: 3, machineId: 7, epoch: 1, jiffies: 5n, timeNs: 6n }

const path = (pathname: string, truncated = false): VertexRecord => ({
  ...{ kind: 'vertex', type: 'path', id: 1n, version: 0, ...made },
  ...{ taint: 0n, nameId: 0n, pathname, truncated },
})

const argument = (value: string, truncated = false): VertexRecord => ({
  ...{ kind: 'vertex', type: 'argv', id: 4n, version: 0, ...made },
  ...{ taint: 0n, nameId: 0n, value, truncated },
})

const read: RelationRecord = {
  ...{ kind: 'relation', type: 'read', family: 'used', id: 1n, ...made },
  ...{ allowed: true, flags: 0n, offset: undefined, taskId: 9n },
  sender: { type: 'file', id: 1n, version: 0 },
  receiver: { type: 'task', id: 2n, version: 0 },
}

const loss: LossRecord = {
  ...{ kind: 'loss', first: 2n, last: 3n, count: 2n, cause: 'ring_full' },
  ...{ bootId: 3, machineId: 7, epoch: 1, timeNs: 6n },
}

function textOf(records: readonly ProvenanceRecord[], options: Partial<SerialiserOptions> = {}) {
  const texts: string[] = []
  const serialiser = createSerialiser({
    clockOffsetSeconds: 0,
    ...options,
    onText: (text) => void texts.push(text),
  })
  for (const record of records) serialiser.append(record)
  serialiser.end()
  return texts.join('')
}

interface Case {
  readonly input: GoldenInput
}

function hasForeignEnds(input: GoldenInput): boolean {
  const { boot_id, snd } = input as { boot_id?: number; snd?: { boot_id?: number } }
  return snd !== undefined && snd.boot_id !== undefined && snd.boot_id !== boot_id
}

const forms: readonly (readonly [FormatName, ProfileName])[] = [
  ['w3c', 'standard'],
  ['w3c', 'compat'],
  ['spade_json', 'standard'],
  ['spade_json', 'compat'],
  ['spade_json', 'spade'],
]

for (const [form, profile] of forms) {
  test(`${form} ${profile}: a record is written as the recorder writes it`, () => {
    const maker: FormatMaker = (options) => createFormat({ format: form, profile }, options)
    let compared = 0
    for (const name of ['vertices', 'relations']) {
      const { context, cases } = golden<Case>(name)
      for (const { input } of cases) {
        // A record has no place for ends of another machine; captures have none.
        if (hasForeignEnds(input)) continue
        const record = recordOf(input)
        const names = context.names.map(({ name_id, name: text }) =>
          recordOf({
            vertex: 'path',
            identifier: { ...name_id, boot_id: 28, machine_id: 1491436164, version: 0 },
            ...{ name: text, epoch: 2, jiffies: '1', taint: '0' },
          } as unknown as GoldenInput),
        )
        const texts: string[] = []
        const serialiser = createSerialiser({
          ...{ form, profile, clockOffsetSeconds: context.date_epoch_seconds },
          securityContext: (secid) => context.secctx[secid],
          libraryVersion: context.library_version,
          libraryCommit: context.library_commit,
          onText: (text) => void texts.push(text),
        })
        for (const each of names) serialiser.append(each)
        serialiser.flush()
        texts.length = 0
        serialiser.append(record)
        serialiser.flush()
        assert.deepEqual(texts, documentsOf(input, maker, context))
        compared++
      }
    }
    assert.ok(compared > 50, `${compared} cases`)
  })
}

test('hands text over at a flush, once, and nothing when nothing waits', () => {
  const texts: string[] = []
  const serialiser = createSerialiser({ onText: (text) => void texts.push(text) })
  serialiser.flush()
  assert.deepEqual(texts, [])
  serialiser.append(read)
  assert.deepEqual(texts, [])
  serialiser.flush()
  serialiser.flush()
  assert.equal(texts.length, 1)
  assert.deepEqual(Object.keys(JSON.parse(texts[0] ?? '')), ['prefix', 'used'])
  serialiser.end()
  assert.throws(() => serialiser.append(read), TypeError)
})

test('a loss stands in the text', () => {
  assert.match(textOf([loss]), /"prov:type":"loss"/)
  assert.match(textOf([loss], { form: 'spade_json' }), /"object_type":"loss"/)
})

test('a path that was cut keeps its text, and an argument its length', () => {
  assert.match(textOf([path('.../deep/name', true)]), /"cf:pathname":"\.\.\.\/deep\/name"/)
  const long = 'x'.repeat(100_000)
  const entities = (record: VertexRecord) =>
    Object.values(JSON.parse(textOf([record])).entity)[0] as Record<string, unknown>
  const whole = entities(argument(long))
  assert.equal(whole['cf:value'], long)
  assert.equal(whole['cf:truncated'], 'false')
  assert.equal(entities(argument(long, true))['cf:truncated'], 'true')
})

test('records of two machines keep theirs', () => {
  const text = textOf([read, { ...read, id: 2n, machineId: 8 }], { form: 'spade_json' })
  const machines = text.match(/"cf:machine_id":"cf:\d"/g)
  assert.deepEqual(machines, ['"cf:machine_id":"cf:7"', '"cf:machine_id":"cf:8"'])
})

test('PROV-N is one document, whatever is flushed between', () => {
  const texts: string[] = []
  const serialiser = createSerialiser({ form: 'prov-n', onText: (text) => void texts.push(text) })
  serialiser.append(path('/etc/hosts'))
  serialiser.flush()
  serialiser.append(read)
  serialiser.end()
  const lines = texts.join('').split('\n')
  assert.equal(lines[0], 'document')
  assert.match(lines[2] ?? '', /^ {2}entity\(cf:/)
  assert.match(lines[3] ?? '', /^ {2}used\(cf:/)
  assert.deepEqual(lines.slice(4), ['endDocument', ''])
  assert.equal(
    textOf([], { form: 'prov-n' }),
    'document\n  prefix cf <http://www.camflow.org/>\nendDocument\n',
  )
})

test('a stream of records is a stream of whole lines', async () => {
  const pieces: string[] = []
  const records = [path('/a'), read, loss]
  const options = { form: 'spade_json', documentBytes: 1 } as const
  for await (const text of serialise(records, options)) pieces.push(text)
  assert.equal(pieces.length, 3)
  for (const piece of pieces) assert.match(piece, /^\{.*\}\n$/)
})

test('refuses a profile that the form does not have', () => {
  assert.throws(() => textOf([], { form: 'w3c', profile: 'spade' }), TypeError)
  assert.throws(() => textOf([], { form: 'prov-n', profile: 'compat' }), TypeError)
})

test('the prefixes are an object of their own', () => {
  assert.deepEqual(JSON.parse(prefixText), {
    prov: 'http://www.w3.org/ns/prov#',
    cf: 'http://www.camflow.org/',
  })
})
