import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  documentsOf,
  type FormatMaker,
  type GoldenInput,
  golden,
} from '../../test/golden/golden-case.ts'
import { createSpadeFormat } from '../formats/spade.ts'
import { createW3cFormat } from '../formats/w3c.ts'
import { converted } from './fixture.ts'
import { createProvNWriter } from './write-prov-n.ts'
import { createSpadeWriter } from './write-spade.ts'
import { createMergeWriter, createW3cWriter } from './write-w3c.ts'

const w3c: FormatMaker = (options) => createW3cFormat({ ...options, profile: 'standard' })
const spade: FormatMaker = (options) => createSpadeFormat({ ...options, profile: 'standard' })

interface Case {
  readonly name: string
  readonly input: GoldenInput
}

/** What one form has and the other has no place for. */
function comparable(text: string): unknown {
  return JSON.parse(text, (_key, value) => {
    if (typeof value !== 'object' || value === null) return value
    if (value.object_type === 'task') delete value.secctx
    if (value['prov:type'] === 'task') delete value['cf:secctx']
    if (value.object_type !== 'packet' && value['prov:type'] !== 'packet') return value
    for (const name of ['cf:date', 'cf:taint']) delete value[name]
    return value
  })
}

for (const file of ['vertices', 'relations', 'all-relation-types']) {
  const { context, cases } = golden<Case>(file)
  // Attributes that an application named without a prefix have another name in PROV-JSON.
  for (const { name, input } of cases) {
    const [document] = documentsOf(input, w3c, context)
    const [line] = documentsOf(input, spade, context)

    test(`PROV-JSON becomes the line that SPADE's form has: ${file} ${name}`, async () => {
      const text = await converted(createSpadeWriter, [document as string])
      assert.deepEqual(comparable(text), comparable(line as string))
    })

    test(`SPADE's line becomes the document that PROV-JSON has: ${file} ${name}`, async () => {
      const text = await converted(createW3cWriter, [line as string])
      assert.deepEqual(comparable(text), comparable(document as string))
    })
  }
}

const { context, cases } = golden<Case>('relations')
const lines = cases.flatMap(({ input }) => documentsOf(input, w3c, context))

test('merges documents into one, in which nothing comes twice', async () => {
  const text = await converted(createMergeWriter, [...lines, ...lines])
  assert.equal(text.split('\n').length, 2)
  const merged = JSON.parse(text) as Record<string, Record<string, unknown>>
  const keys = lines.flatMap((line) => {
    const { prefix: _, ...sections } = JSON.parse(line)
    return Object.values(sections as Record<string, object>).flatMap(Object.keys)
  })
  const { prefix: _, ...sections } = merged
  const found = Object.values(sections).flatMap(Object.keys)
  assert.deepEqual(found.sort(), [...new Set(keys)].sort())
})

test('keeps a number that JavaScript cannot hold', async () => {
  const line = '{"entity":{"cf:x":{"prov:type":"file","cf:ino":18446744073709551615}}}'
  assert.match(await converted(createW3cWriter, [line]), /"cf:ino":18446744073709551615,?/)
  assert.match(await converted(createSpadeWriter, [line]), /"ino":18446744073709551615/)
  assert.match(await converted(createProvNWriter, [line]), /cf:ino="18446744073709551615" %% xsd/)
})

test('writes PROV-N with escaped names and texts', async () => {
  const line = JSON.stringify({
    entity: { 'cf:A+/=': { 'prov:type': 'path', 'cf:pathname': 'a"b\\c\n' } },
    used: { 'cf:R=': { 'cf:id': '1', 'prov:entity': 'cf:A+/=', 'prov:activity': 'cf:T=' } },
  })
  assert.equal(
    await converted(createProvNWriter, [line]),
    [
      'document',
      '  prefix cf <http://www.camflow.org/>',
      '  entity(cf:A+/\\=, [prov:type="path", cf:pathname="a\\"b\\\\c\\n"])',
      '  used(cf:R\\=; cf:T\\=, cf:A+/\\=, -, [cf:id="1"])',
      'endDocument',
      '',
    ].join('\n'),
  )
})

test('declares the prefixes that applications use', async () => {
  const line =
    '{"prefix":{"app":"http://x/"},"entity":{"cf:x":{"prov:type":"disc_entity","app:n":1}}}'
  for (const create of [createW3cWriter, createMergeWriter]) {
    assert.equal(JSON.parse(await converted(create, [line])).prefix.app, 'http://x/')
  }
})
