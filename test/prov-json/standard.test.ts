import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import { checkLog } from '../../src/graph/check.ts'
import { documentsOf, feed, type GoldenInput, golden, goldenFormat } from '../golden/golden-case.ts'
import { loadWithPython, schemaProblem } from './prov-json.ts'

interface Case {
  readonly name: string
  readonly input: GoldenInput
}

const files = ['vertices', 'relations', 'all-relation-types', 'quirks-invalid-json']
const { context } = golden<Case>('vertices')
const cases = files.flatMap((file) => golden<Case>(file).cases)

test('standard keeps the rules of PROV-JSON for every golden record', () => {
  for (const { name, input } of cases) {
    for (const document of documentsOf(input, 'standard', context)) {
      assert.equal(schemaProblem(document), undefined, name)
    }
  }
})

test('the rules of PROV-JSON refuse the object that CamFlow writes for an address', () => {
  const address = cases.find(({ name }) => name === 'address-ipv4')?.input as GoldenInput
  const [document] = documentsOf(address, 'compat', context)
  assert.notEqual(schemaProblem(document as string), undefined)
})

test('standard loads in python-prov, which counts what we count', async () => {
  const { format, documents } = goldenFormat(context, 'standard')
  for (const { input } of cases) feed(format, input)
  format.flush()
  const { sections } = await checkLog(documents.map((document) => document.trimEnd()))
  const loaded = loadWithPython(Buffer.from(documents.join('')))
  assert.equal(loaded.lines, documents.length)
  assert.deepEqual(loaded.records, sections)
})

test('standard loads whatever an application disclosed', () => {
  const disclosed = cases.find(({ name }) => name === 'disc_entity')?.input
  const contents = [
    '"prov:label":"report","app:rows":12,"app:ok":true,"app:none":null,"app:list":[1,{"a":2}]',
    '"cf:id":"5","prov:type":"x","plain":1,"odd prefix:x":1,"":0,":":1,"xsd:x":2',
    '"prov:startTime":"not a time","prov:label":7',
    'this is not JSON "at" all',
    '"a":"\\ud800"',
  ]
  const { format, documents } = goldenFormat(context, 'standard')
  for (const content of contents) {
    feed(format, { ...disclosed, content } as unknown as GoldenInput)
    format.flush()
  }
  for (const document of documents) assert.equal(schemaProblem(document), undefined)
  assert.equal(loadWithPython(Buffer.from(documents.join(''))).lines, contents.length)
})

test("standard has PROV's own namespace, so that python-prov needs no other name for it", () => {
  const [document] = documentsOf(cases[0]?.input as GoldenInput, 'standard', context)
  const { prefix } = JSON.parse(document as string)
  assert.equal(prefix.prov, 'http://www.w3.org/ns/prov#')
  assert.equal(prefix.cf, 'http://www.camflow.org/')
})

const heads = {
  standard: '{"prefix":{"prov" : "http://www.w3.org/ns/prov#", "cf":"http://www.camflow.org/"}, ',
  compat: '{"prefix":{"prov" : "http://www.w3.org/ns/prov", "cf":"http://www.camflow.org"}, ',
}

test('both profiles carry the mark of a loss', () => {
  for (const profile of ['standard', 'compat'] as const) {
    const documents: string[] = []
    const format = createW3cFormat({
      profile,
      bootId: 28,
      machineId: 1491436164,
      clockOffsetSeconds: 1506373906,
      onDocument: (document) => documents.push(Buffer.from(document).toString()),
    })
    const scope = { bootId: 28, machineId: 1491436164, epoch: 2, timeNs: 0n }
    format.loss({ kind: 'loss', first: 17n, last: 20n, count: 4n, cause: 'ring_full', ...scope })
    format.flush()
    assert.equal(
      documents[0],
      heads[profile] +
        '"entity":{"cf:AAAAEAAAACARAAAAAAAAABwAAACEguVYAAAAAAAAAAA=":{"cf:id":"17",' +
        '"prov:type":"loss","cf:boot_id":28,"cf:machine_id":"cf:1491436164","cf:version":0,' +
        '"cf:date":"2017:09:25T21:11:46","cf:epoch":2,"cf:first":"17","cf:last":"20",' +
        '"cf:count":"4","cf:cause":"ring_full",' +
        '"prov:label":"[loss] 4 relations (ring_full)"}}}\n',
    )
    assert.equal(loadWithPython(Buffer.from(documents.join(''))).records.entity, 1)
  }
})
