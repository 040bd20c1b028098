/** Whatever bytes are in the ring: no format fails, and what it writes is valid. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFormat, type FormatName, formatProfiles } from '../../src/formats/formats.ts'
import { createDecoder } from '../../src/record/decode.ts'
import { encodeChunk, encodeRelation, encodeVertex } from '../../src/record/encode.ts'
import { type GoldenInput, golden, recordOf } from '../golden/golden-case.ts'
import { schemaProblem } from '../prov-json/prov-json.ts'
import { realChunks } from '../real/capture.ts'
import { anyMutation } from './mutation.ts'

interface Case {
  readonly input: GoldenInput
}

const scope = { bootId: 28, machineId: 1491436164 }
const head = { epoch: 1, jiffies: 5n, timeNs: 6n, taskId: 9n }
const messages = ['vertices', 'relations', 'quirks-invalid-json'].flatMap((file) =>
  golden<Case>(file).cases.map(({ input }) => {
    const record = recordOf(input)
    if (record.kind === 'loss') throw new TypeError('a loss is not on the wire')
    return record.kind === 'vertex' ? encodeVertex(record) : encodeRelation(record)
  }),
)
const anyMadeChunk = fc
  .array(fc.constantFrom(...messages), { minLength: 1, maxLength: 8 })
  .map((list) => encodeChunk(head, list))
const anyChunk = fc.oneof(anyMadeChunk, fc.constantFrom(...realChunks))

const shapes = Object.entries(formatProfiles).flatMap(([format, profiles]) =>
  profiles.map((profile) => ({ format: format as FormatName, profile })),
)

/** The text of all chunks, and what could not be decoded. */
function written(shape: (typeof shapes)[number], chunks: readonly Uint8Array[]) {
  const documents: string[] = []
  const problems: string[] = []
  const format = createFormat(shape, {
    ...{ ...scope, clockOffsetSeconds: 1.7e9 },
    onDocument: (document) => documents.push(Buffer.from(document).toString()),
  })
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => format.vertex(vertex),
    onRelation: (relation) => format.relation(relation),
    onError: ({ code, detail }) => problems.push(`${code} ${detail}`),
  })
  for (const chunk of chunks) decoder.chunk(chunk, 0, chunk.length)
  format.flush()
  return { documents, problems }
}

function validate({ format, profile }: (typeof shapes)[number], document: string): void {
  if (format === 'w3c' && profile === 'standard') {
    assert.equal(schemaProblem(document), undefined)
    return
  }
  for (const line of document.trimEnd().split('\n')) JSON.parse(line)
}

for (const shape of shapes) {
  const { format, profile } = shape
  test(`${format} ${profile}: broken chunks do not break the text`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyChunk, anyMutation), { maxLength: 4 }), (list) => {
        const chunks = list.map(([chunk, mutate]) => mutate(chunk))
        for (const document of written(shape, chunks).documents) validate(shape, document)
      }),
      { numRuns: 200 },
    )
  })

  test(`${format} ${profile}: noise does not break the text`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        for (const document of written(shape, [noise]).documents) validate(shape, document)
      }),
      { numRuns: 200 },
    )
  })

  test(`${format} ${profile}: a chunk is as good after a broken one as alone`, () => {
    const whole = encodeChunk(head, messages.slice(0, 12))
    const alone = written(shape, [whole]).documents.join('')
    fc.assert(
      fc.property(anyMutation, (mutate) => {
        // What a broken chunk cannot be: a description of other things under the same ids.
        const broken = mutate(encodeChunk(head, [])).slice(0, 60)
        assert.equal(written(shape, [broken, whole]).documents.join(''), alone)
      }),
      { numRuns: 50 },
    )
  })
}
