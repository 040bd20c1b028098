/** A log of one profile becomes a log of the other, as far as it says what that needs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  documentsOf,
  type FormatMaker,
  feed,
  type GoldenInput,
  golden,
  goldenFormat,
} from '../../test/golden/golden-case.ts'
import { createSpadeFormat } from '../formats/spade.ts'
import { createW3cFormat } from '../formats/w3c.ts'
import { ConversionNotes } from './conversion-notes.ts'
import { converted } from './fixture.ts'
import { createProvNWriter } from './write-prov-n.ts'
import { createSpadeWriter } from './write-spade.ts'
import { createMergeWriter, createW3cWriter } from './write-w3c.ts'

interface Case {
  readonly name: string
  readonly input: GoldenInput
}

interface Sequence {
  readonly name: string
  readonly records: readonly { readonly file: string; readonly case: string }[]
}

const forms = [
  {
    name: 'w3c',
    standard: (options) => createW3cFormat({ ...options, profile: 'standard' }),
    compat: (options) => createW3cFormat({ ...options, profile: 'compat' }),
    writer: createW3cWriter,
  },
  {
    name: 'spade_json',
    standard: (options) => createSpadeFormat({ ...options, profile: 'standard' }),
    compat: (options) => createSpadeFormat({ ...options, profile: 'compat' }),
    writer: createSpadeWriter,
  },
] as const satisfies readonly {
  name: string
  standard: FormatMaker
  compat: FormatMaker
  writer: unknown
}[]

const profile = 'compat'
/** Only `standard` has its name. */
const ABSTRACT = 'address-unix-unnamed-or-abstract'
const inputs = new Map<string, GoldenInput>()

for (const file of ['vertices', 'relations', 'all-relation-types']) {
  const { context, cases } = golden<Case>(file)
  for (const { name, input } of cases) {
    inputs.set(`${file}.json ${name}`, input)
    for (const form of forms) {
      const standard = documentsOf(input, form.standard, context).join('')
      const compat = documentsOf(input, form.compat, context).join('')

      test(`${form.name}: standard becomes the text of compat: ${file} ${name}`, async () => {
        assert.equal(await converted(form.writer, [standard], { profile }), compat)
      })

      // CamFlow has no line for a text.
      if (name === ABSTRACT || compat === '') continue
      test(`${form.name}: compat becomes the text of standard: ${file} ${name}`, async () => {
        assert.equal(await converted(form.writer, [compat]), standard)
      })
    }
  }
}

const { context } = golden<Case>('vertices')
const [w3c, spade] = forms
const standardOf = (name: string) =>
  documentsOf(inputs.get(`vertices.json ${name}`) as GoldenInput, w3c.standard, context).join('')
const compatOf = (name: string) =>
  documentsOf(inputs.get(`vertices.json ${name}`) as GoldenInput, w3c.compat, context).join('')
const oldLineOf = (name: string) =>
  documentsOf(inputs.get(`vertices.json ${name}`) as GoldenInput, spade.compat, context).join('')

for (const one of golden<Sequence>('documents').cases) {
  test(`a long document of standard becomes the documents of compat: ${one.name}`, async () => {
    const record = (made: FormatMaker) => {
      const { format, documents } = goldenFormat(context, made)
      for (const { file, case: name } of one.records) {
        feed(format, inputs.get(`${file} ${name}`) as GoldenInput)
      }
      format.flush()
      return documents
    }
    const text = await converted(createW3cWriter, record(w3c.standard), { profile })
    // JSON has no key twice: what CamFlow wrote twice into a section is there once.
    const members = (lines: readonly string[]) => lines.flatMap((line) => sections(line))
    const lines = text.trimEnd().split('\n')
    assert.deepEqual(new Set(members(lines)), new Set(members(record(w3c.compat))))
    for (const line of lines) assert.ok(Buffer.byteLength(line) < 9 * (8189 + 32))
  })
}

function sections(line: string): readonly string[] {
  const { prefix: _, ...rest } = JSON.parse(line) as Record<string, Record<string, unknown>>
  return Object.entries(rest).flatMap(([section, members]) =>
    Object.entries(members).map(([key, member]) => `${section} ${key} ${JSON.stringify(member)}`),
  )
}

test('tells what compat has no place for', async () => {
  const line = JSON.stringify({
    activity: {
      'cf:a': { 'prov:type': 'task', 'cf:cgroup': 7, 'cf:exit_code': 0, 'prov:label': '[task] 0' },
      'cf:b': { 'prov:type': 'task', 'cf:cgroup': 7 },
    },
    entity: { 'cf:c': { 'prov:type': 'path', 'cf:pathname': '/a', 'cf:truncated': 'true' } },
  })
  const notes = new ConversionNotes()
  const text = await converted(createW3cWriter, [line, standardOf(ABSTRACT)], { profile, notes })
  assert.doesNotMatch(text, /cgroup|exit_code|truncated|@abstract/)
  assert.match(
    text,
    /"cf:address":\{"type":"AF_UNIX", "path":""\},"prov:label":"\[address\] UNIX "/,
  )
  assert.deepEqual(notes.lines(false), [
    'left out, there is no place for it: cf:cgroup of task (2), cf:exit_code of task (1), ' +
      'cf:truncated of path (1), name of an abstract socket (1)',
  ])
})

test('tells of a log of compat that it says less, once and by name', async () => {
  const notes = new ConversionNotes()
  const log = [compatOf('task'), compatOf(ABSTRACT)]
  const text = await converted(createW3cWriter, log, { notes })
  assert.doesNotMatch(text, /"cf:address"/)
  const [line, ...more] = notes.lines(true)
  assert.match(line ?? '', /^what the profile compat does not record.*abstract sockets.*\(log\)$/)
  assert.deepEqual(more, [])
  assert.deepEqual(notes.lines(false), [])
})

test("a packet of SPADE's form tells by its name whether its numbers are byte-swapped", async () => {
  const text = await converted(createSpadeWriter, [oldLineOf('packet')])
  assert.match(text, /"packet_id":12756,"seq":4022250974,.*"ih_len":56325/)
  assert.equal(await converted(createSpadeWriter, [text]), text)
})

test('tells of a packet whose numbers read the same in both orders', async () => {
  const identity = Buffer.alloc(32)
  identity.writeBigUInt64LE(0x2000000000020000n)
  const annotations = { object_type: 'packet', packet_id: 0, seq: 0, ih_len: 56325 }
  const line = (id: string) => JSON.stringify({ type: 'Entity', id, annotations })
  const notes = new ConversionNotes()
  const undecided = line(identity.toString('base64'))
  assert.match(await converted(createSpadeWriter, [undecided], { notes }), /"ih_len":56325/)
  assert.deepEqual(notes.lines(true), ['cf:len of packets may be byte-swapped, nothing tells (1)'])
  const told = await converted(createSpadeWriter, [oldLineOf('packet'), undecided])
  assert.match(told, /"ih_len":56325.*\n.*"ih_len":1500/)
})

test('what an application said gets a name that readers accept, and its own back', async () => {
  const said = '"count":3,"app:n":"x","cf:id":"no","nested":{"a":1}'
  const document =
    '{"prefix":{"prov" : "http://www.w3.org/ns/prov", "cf":"http://www.camflow.org"}, ' +
    `"entity":{"cf:k":{"prov:type":"disc_entity","cf:hasParent":"cf:p",${said.replace('cf:id', 'cf:x')}}}}\n`
  const text = await converted(createW3cWriter, [document])
  const standard = JSON.parse(text)
  assert.deepEqual(standard.entity['cf:k'], {
    ...{ 'prov:type': 'disc_entity', 'cf:hasParent': 'cf:p', 'cf:disclosed_count': 3 },
    ...{ 'app:n': 'x', 'cf:disclosed_cf_x': 'no', 'cf:disclosed_nested': '{"a":1}' },
  })
  assert.equal(standard.prefix.app, 'http://www.camflow.org/disclosed/app#')
  const back = JSON.parse(await converted(createW3cWriter, [text], { profile }))
  assert.deepEqual(back.entity['cf:k'], {
    ...{ 'prov:type': 'disc_entity', 'cf:hasParent': 'cf:p', count: 3 },
    ...{ 'app:n': 'x', cf_x: 'no', nested: '{"a":1}' },
  })
  assert.deepEqual(Object.keys(back.prefix), ['prov', 'cf'])
})

test('a document of compat has the head of compat, merged or not', async () => {
  const line = standardOf('address-ipv4')
  const old = compatOf('address-ipv4')
  for (const create of [createW3cWriter, createMergeWriter]) {
    assert.equal(await converted(create, [line], { profile }), old)
  }
})

test('PROV-N of a log of compat is that of standard', async () => {
  const name = 'address-ipv4'
  const text = await converted(createProvNWriter, [compatOf(name)])
  assert.equal(text, await converted(createProvNWriter, [standardOf(name)]))
})
