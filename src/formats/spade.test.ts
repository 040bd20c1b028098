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
import { createSpadeFormat } from './spade.ts'
import type { SpadeProfile } from './spade-context.ts'

interface Case {
  readonly name: string
  readonly input: GoldenInput
  readonly spade: string | null
}

const made =
  (profile: SpadeProfile): FormatMaker =>
  (options) =>
    createSpadeFormat({ ...options, profile })

/** Upstream cuts the number of an inode to 32 bits; ours is whole. */
const fullValues: Readonly<Record<string, readonly [string, string]>> = {
  'inode-large-ino-and-epoch': ['"ino":1,', '"ino":4294967297,'],
}

/** Disclosed vertices: upstream writes the record before once more, so there is nothing to compare. */
const withoutReference = /^disc_/

for (const file of ['vertices', 'relations', 'all-relation-types']) {
  const { context, cases } = golden<Case>(file)
  for (const { name, input, spade } of cases.filter((one) => !withoutReference.test(one.name))) {
    test(`compat writes CamFlow's line for ${file}: ${name}`, () => {
      const [from, to] = fullValues[name] ?? ['', '']
      const expected = spade === null ? [] : [spade.replace(from, to)]
      assert.deepEqual(documentsOf(input, made('compat'), context), expected)
    })
  }
}

interface DocumentCase {
  readonly name: string
  readonly records: readonly { readonly file: string; readonly case: string }[]
  readonly flush_after_record_index: readonly number[]
  readonly spade_batches: readonly string[]
}

const inputs: ReadonlyMap<string, GoldenInput> = new Map(
  ['vertices', 'relations'].flatMap((file) =>
    golden<Case>(file).cases.map((one) => [`${file}.json ${one.name}`, one.input] as const),
  ),
)
const { context } = golden<Case>('vertices')

/** The reference has no lines for them. */
function withoutDisclosed(batch: string): string {
  return batch.replaceAll(/^.*"object_type":"disc_.*\n/gm, '')
}

for (const one of golden<DocumentCase>('documents').cases) {
  test(`compat makes CamFlow's batches: ${one.name}`, () => {
    const { format, documents } = goldenFormat(context, made('compat'))
    one.records.forEach(({ file, case: name }, index) => {
      feed(format, inputs.get(`${file} ${name}`) as GoldenInput)
      if (one.flush_after_record_index.includes(index)) format.flush()
    })
    format.flush()
    assert.deepEqual(documents.map(withoutDisclosed), one.spade_batches)
  })
}

for (const { name, input } of golden<Case>('quirks-invalid-json').cases) {
  test(`is valid JSON where CamFlow's was not: ${name}`, () => {
    for (const profile of ['compat', 'standard'] as const) {
      for (const document of documentsOf(input, made(profile), context)) JSON.parse(document)
    }
  })
}

/** The lines of some golden records in one go. */
function linesOf(maker: FormatMaker, ...names: readonly string[]): readonly Line[] {
  const { format, documents } = goldenFormat(context, maker)
  for (const name of names) feed(format, inputs.get(name) as GoldenInput)
  format.flush()
  const lines = documents.join('').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Line)
}

interface Line {
  readonly type: string
  readonly id?: string
  readonly from?: string
  readonly to?: string
  readonly annotations: Readonly<Record<string, unknown>>
}

const TASK = 'vertices.json task'
const FILE = 'vertices.json inode-file'
const READ = 'relations.json read-with-offset-and-flags'

test('spade writes both ends immediately before each relation, each time', () => {
  const lines = linesOf(made('spade'), TASK, FILE, READ, READ)
  assert.deepEqual(
    lines.map(({ type }) => type),
    ['Entity', 'Activity', 'Used', 'Entity', 'Activity', 'Used'],
  )
  const [file, task, read] = lines
  assert.equal(read?.to, file?.id)
  assert.equal(read?.from, task?.id)
  assert.equal(file?.annotations.mode, '0x81a4')
})

test('spade writes an end that it does not know with what the relation says of it', () => {
  const [file, task, read] = linesOf(made('spade'), READ)
  assert.deepEqual(file, {
    type: 'Entity',
    id: 'AAEAAAAAACBq5AEAAAAAABwAAACEguVYCwAAAAAAAAA=',
    annotations: {
      object_id: '124010',
      object_type: 'file',
      boot_id: 28,
      'cf:machine_id': 'cf:1491436164',
      version: 11,
    },
  })
  assert.equal(task?.id, read?.from)
  assert.equal(task?.type, 'Activity')
})

test('calls an influence by a name that SPADE does not drop, when asked', () => {
  const maker: FormatMaker = (options) =>
    createSpadeFormat({ ...options, influence: 'WasDerivedFrom' })
  const [influence] = linesOf(maker, 'relations.json influenced_disc')
  assert.equal(influence?.type, 'WasDerivedFrom')
  assert.equal(influence?.annotations.relation_type, 'influenced_disc')
})

test('standard writes what an application disclosed as annotations', () => {
  const [disclosed] = linesOf(made('standard'), 'vertices.json disc_entity')
  assert.equal(disclosed?.type, 'Entity')
  assert.equal(disclosed?.annotations.object_type, 'disc_entity')
  assert.match(String(disclosed?.annotations.hasParent), /^[A-Za-z0-9+/]{43}=$/)
})

test('standard writes a text, which CamFlow leaves out', () => {
  const [text] = linesOf(made('standard'), 'vertices.json string')
  assert.equal(typeof text?.annotations.log, 'string')
})
