/** A real capture through the whole of what reads and writes: formats, the check of a log, conversions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLog } from '../../src/graph/check.ts'
import { converted } from '../../src/graph/fixture.ts'
import { createSpadeWriter } from '../../src/graph/write-spade.ts'
import { createW3cWriter } from '../../src/graph/write-w3c.ts'
import { realChunks, realLog, storedLog } from './capture.ts'

const linesOf = (text: string) => text.trimEnd().split('\n')
const writers = { w3c: createW3cWriter, spade_json: createSpadeWriter } as const
const formats = ['w3c', 'spade_json'] as const
const profiles = ['standard', 'compat'] as const

for (const format of formats) {
  test(`${format}: the ring makes the log that was stored with it`, () => {
    const remedy = 'if that is meant: node --import tsx test/real/record.ts logs'
    assert.ok(realLog(format, 'standard') === storedLog(format), remedy)
  })

  for (const profile of profiles) {
    test(`${format} ${profile}: the log is valid`, async () => {
      const { isValid, problems } = await checkLog(linesOf(realLog(format, profile)))
      assert.deepEqual([isValid, problems], [true, []])
    })
  }
}

for (const from of formats) {
  for (const profile of profiles) {
    for (const to of formats) {
      test(`${from} standard becomes a valid log: ${to} ${profile}`, async () => {
        const lines = linesOf(storedLog(from))
        const text = await converted(writers[to], lines, { profile })
        const [before, after] = [await checkLog(lines), await checkLog(linesOf(text))]
        assert.deepEqual([after.isValid, after.problems], [true, []])
        assert.deepEqual(after.relationTypes, before.relationTypes)
        assert.deepEqual(after.vertexTypes, before.vertexTypes)
      })
    }
  }
}

test("a log in SPADE's form becomes, byte for byte, the one that compat records", async () => {
  const text = await converted(createSpadeWriter, linesOf(storedLog('spade_json')), {
    profile: 'compat',
  })
  assert.equal(text, realLog('spade_json', 'compat'))
})

test('a log in PROV-JSON becomes members that compat records, all but what comes again', async () => {
  const text = await converted(createW3cWriter, linesOf(storedLog('w3c')), { profile: 'compat' })
  const recorded = realLog('w3c', 'compat')
  const [made, expected] = [membersOf(text), membersOf(recorded)]
  for (const member of made.values()) assert.ok(recorded.includes(member), member)
  assert.deepEqual([...made.keys()].sort(), [...expected.keys()].sort())
  for (const line of linesOf(text)) assert.ok(Buffer.byteLength(line) <= 10 * 8189)
})

/** By key, the text of each member of a log. */
function membersOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/"(cf:[A-Za-z0-9+/=]{44})":\{"cf:id".*?\}(?=,"cf:|\})/g)].map((found) => [
      found[1] as string,
      found[0],
    ]),
  )
}

test('the ring has records of most kinds', () => {
  const log = realLog('w3c', 'standard')
  for (const type of [
    ...['task', 'process_memory', 'file', 'directory', 'link', 'pipe', 'socket', 'char', 'path'],
    ...['argv', 'envp', 'address', 'packet', 'xattr', 'iattr', 'msg', 'shm', 'machine'],
  ]) {
    assert.ok(log.includes(`"prov:type":"${type}"`), type)
  }
  assert.ok(realChunks.length > 100)
})
