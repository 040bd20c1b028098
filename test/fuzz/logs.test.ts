/** Whatever is in a log: reading, checking and converting it end, with an error of ours at most. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { CamflowError } from '../../src/errors.ts'
import { createSpadeFormat } from '../../src/formats/spade.ts'
import { createW3cFormat } from '../../src/formats/w3c.ts'
import { checkLog } from '../../src/graph/check.ts'
import { ConversionNotes } from '../../src/graph/conversion-notes.ts'
import { StandardReader } from '../../src/graph/from-compat.ts'
import { readGraph } from '../../src/graph/load.ts'
import { parseLine } from '../../src/graph/log-document.ts'
import { readLines } from '../../src/graph/log-lines.ts'
import { createProvNWriter } from '../../src/graph/write-prov-n.ts'
import { createSpadeWriter } from '../../src/graph/write-spade.ts'
import { createMergeWriter, createW3cWriter } from '../../src/graph/write-w3c.ts'
import { documentsOf, type FormatMaker, type GoldenInput, golden } from '../golden/golden-case.ts'
import { realLog, storedLog } from '../real/capture.ts'
import { anyMutation } from './mutation.ts'

interface Case {
  readonly input: GoldenInput
}

const makers: readonly FormatMaker[] = [
  (options) => createW3cFormat({ ...options, profile: 'standard' }),
  (options) => createW3cFormat({ ...options, profile: 'compat' }),
  (options) => createSpadeFormat({ ...options, profile: 'standard' }),
]
const goldenLines = ['vertices', 'relations'].flatMap((file) => {
  const { context, cases } = golden<Case>(file)
  return cases.flatMap(({ input }) => makers.flatMap((maker) => documentsOf(input, maker, context)))
})

const realLines = (['w3c', 'spade_json'] as const).flatMap((format) =>
  [storedLog(format), realLog(format, 'compat')].flatMap((text) => text.trimEnd().split('\n')),
)
/** Made lines have each type, real ones are long and belong together. */
const anyLine = fc.oneof(fc.constantFrom(...goldenLines), fc.constantFrom(...realLines))

/** A line in which something has another value or is gone, but which is JSON. */
const anyChangedLine = fc
  .tuple(anyLine, fc.nat(), fc.jsonValue({ maxDepth: 3 }), fc.boolean())
  .map(([line, at, value, isGone]) => {
    let left = at % 40
    return JSON.stringify(
      JSON.parse(line, (_key, given) => {
        if (left-- !== 0) return given
        return isGone ? undefined : value
      }) ?? null,
    )
  })
const anyBrokenLine = fc
  .tuple(anyLine, anyMutation)
  .map(([line, mutate]) => Buffer.from(mutate(Buffer.from(line))).toString())
const anyLog = fc.array(fc.oneof(anyLine, anyChangedLine, anyBrokenLine), {
  minLength: 1,
  maxLength: 8,
})

const anyProfile = fc.constantFrom('standard', 'compat', 'spade')
const writers = { createW3cWriter, createMergeWriter, createSpadeWriter, createProvNWriter }

for (const [name, create] of Object.entries(writers)) {
  test(`${name}: writes something valid of any line that is a document`, async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyProfile, async (log, profile) => {
        let text = ''
        const writer = create({
          ...{ profile, influence: 'WasInfluencedBy', notes: new ConversionNotes() },
          write: async (more) => {
            text += more
          },
        })
        const reader = new StandardReader('log', new ConversionNotes())
        for (const line of log) {
          const document = parseLine(line)
          if (document !== undefined) await writer.document(reader.document(document))
        }
        await writer.end()
        if (name === 'createProvNWriter') return
        for (const line of text.split('\n').filter(Boolean)) assert.ok(parseLine(line), line)
      }),
      { numRuns: 300 },
    )
  })
}

test('checks any log to its end', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (log) => {
      const report = await checkLog(log)
      assert.equal(report.lines, log.length)
    }),
    { numRuns: 300 },
  )
})

test('loads any log, or names the line that is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (log) => {
      try {
        await readGraph(log)
      } catch (error) {
        assert.ok(error instanceof CamflowError && error.code === 'CF_LOG_INVALID', String(error))
        assert.match(error.message, /log:\d+/)
      }
    }),
    { numRuns: 300 },
  )
})

test('an object without a text in any place of a line stops nothing', async () => {
  const odd = { toString: '', valueOf: '' }
  const ofEachType = new Map(
    goldenLines.map((line) => [/"(?:\w+_|prov:)type":\s*"\w+"/.exec(line)?.[0], line]),
  )
  for (const line of ofEachType.values()) {
    for (let place = 0; place < 36; place++) {
      let left = place
      const changed = JSON.stringify(
        JSON.parse(line, (_key, given) => (left-- === 0 ? odd : given)) ?? null,
      )
      assert.equal((await checkLog([changed])).lines, 1)
      await readGraph([changed]).catch((error: unknown) => assert.ok(error instanceof CamflowError))
      const document = parseLine(changed)
      if (document === undefined) continue
      for (const create of Object.values(writers)) {
        const writer = create({
          ...{ profile: 'spade', influence: 'WasInfluencedBy', notes: new ConversionNotes() },
          write: async () => {},
        })
        await writer.document(document)
        await writer.end()
      }
    }
  }
})

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-fuzz-'))
})
after(() => rmSync(directory, { recursive: true }))

test('reads any bytes as lines, or says that the compression is broken', async () => {
  const text = [...goldenLines.slice(0, 20), ...realLines.slice(0, 20)].join('')
  const anyBytes = fc.tuple(fc.constantFrom(text, gzipSync(text), deflateSync(text)), anyMutation)
  const path = join(directory, 'log')
  await fc.assert(
    fc.asyncProperty(anyBytes, async ([bytes, mutate]) => {
      writeFileSync(path, mutate(Uint8Array.from(Buffer.from(bytes))))
      try {
        let length = 0
        for await (const line of readLines(path)) length += line.length
        assert.ok(length <= text.length * 40)
      } catch (error) {
        assert.ok(error instanceof CamflowError, String(error))
        assert.match(error.code, /^CF_LOG_/)
      }
    }),
    { numRuns: 150 },
  )
})
