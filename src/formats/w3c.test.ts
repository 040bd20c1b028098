import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  documentHead,
  documentsOf,
  feed,
  type GoldenInput,
  golden,
  goldenFormat,
} from '../../test/golden/golden-case.ts'
import { ChunkHead } from '../record/cursor.ts'
import { ClockText, dateText } from './clock-text.ts'
import { NameCache } from './name-cache.ts'

interface Case {
  readonly name: string
  readonly input: GoldenInput
  readonly w3c: { readonly section: string; readonly member: string }
}

/** Cases whose note says that upstream shows a limit; ours is the full value. */
const fullValues: Readonly<Record<string, readonly [string, string][]>> = {
  'task-taint-and-max-values': [['"cf:epoch":255', '"cf:epoch":4294967295']],
  'inode-large-ino-and-epoch': [
    ['"cf:epoch":44', '"cf:epoch":300'],
    ['"cf:ino":1,', '"cf:ino":4294967297,'],
  ],
  'iattr-id-over-32-bit': [['[iattr] 7', '[iattr] 4294967303']],
}

function expected({ name, w3c }: Case): string {
  const changes = fullValues[name] ?? []
  return changes.reduce((text, [from, to]) => text.replace(from, to), w3c.member)
}

for (const file of ['vertices', 'relations', 'all-relation-types']) {
  const { context, cases } = golden<Case>(file)
  for (const one of cases) {
    test(`compat writes CamFlow's bytes for ${file}: ${one.name}`, () => {
      const documents = documentsOf(one.input, 'compat', context)
      const member = `"${one.w3c.section}":{${expected(one)}}`
      assert.deepEqual(documents, [`${documentHead}, ${member}}\n`])
    })
  }
}

interface DocumentCase {
  readonly name: string
  readonly records: readonly { readonly file: string; readonly case: string }[]
  readonly flush_after_record_index: readonly number[]
  readonly w3c_documents: readonly string[]
}

const inputs: ReadonlyMap<string, GoldenInput> = new Map(
  ['vertices', 'relations'].flatMap((file) =>
    golden<Case>(file).cases.map((one) => [`${file}.json ${one.name}`, one.input] as const),
  ),
)
const { context } = golden<Case>('vertices')

for (const one of golden<DocumentCase>('documents').cases) {
  test(`compat makes CamFlow's documents: ${one.name}`, () => {
    const { format, documents } = goldenFormat(context, 'compat')
    one.records.forEach(({ file, case: name }, index) => {
      feed(format, inputs.get(`${file} ${name}`) as GoldenInput)
      if (one.flush_after_record_index.includes(index)) format.flush()
    })
    format.flush()
    const written = one.w3c_documents.map((document) => `${document}\n`)
    assert.deepEqual(documents, written)
  })
}

for (const { name, input } of golden<Case>('quirks-invalid-json').cases) {
  for (const profile of ['compat', 'standard'] as const) {
    test(`${profile} is valid JSON where CamFlow's was not: ${name}`, () => {
      for (const document of documentsOf(input, profile, context)) JSON.parse(document)
    })
  }
}

test('standard writes a vertex once in a document, and again in the next', () => {
  const { format, documents } = goldenFormat(context, 'standard')
  const pipe = inputs.get('vertices.json inode-pipe') as GoldenInput
  for (const round of [1, 2]) {
    feed(format, pipe)
    feed(format, pipe)
    format.flush()
    assert.equal(documents.length, round)
  }
  for (const document of documents) assert.equal(document.split('"prov:type":"pipe"').length, 2)
})

test('dates a record by its own time, not by that of the flush', () => {
  assert.equal(dateText(0), '1970:01:01T00:00:00')
  const clock = new ClockText(1506373906 - 100.5)
  const chunk = new ChunkHead()
  const at = (ns: number) => {
    chunk.timeNs = BigInt(ns)
    clock.update(chunk)
    return Buffer.from(clock.text).toString()
  }
  assert.equal(at(100.5e9), '2017:09:25T21:11:46')
  assert.equal(at(101.4e9), '2017:09:25T21:11:46')
  assert.equal(at(101.5e9), '2017:09:25T21:11:47')
  assert.equal(at(99.5e9), '2017:09:25T21:11:45')
})

test('forgets names when there are too many, the latest last', () => {
  const names = new NameCache(4)
  for (let id = 1; id <= 6; id++) names.set(id, 0, Buffer.from(`/${id}`))
  assert.equal(names.get(1, 0), undefined)
  assert.deepEqual(names.get(6, 0), Uint8Array.from(Buffer.from('/6')))
})
