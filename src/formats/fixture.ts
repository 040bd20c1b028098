/** Records through wire, decoder and format, for tests of what is written. */
import assert from 'node:assert/strict'
import { createDecoder } from '../record/decode.ts'
import { type ChunkFields, encodeChunk, encodeVertex } from '../record/encode.ts'
import type { VertexRecord } from '../record/record.ts'
import type { FormatOptions } from './format.ts'
import { createW3cFormat } from './w3c.ts'
import type { W3cProfile } from './w3c-context.ts'

/** The capture that the records are of. */
export const scope = { bootId: 3, machineId: 7 }

/** A format, and the text that it has made since it was asked last. */
export function startW3c(options: Partial<FormatOptions> & { readonly profile: W3cProfile }): {
  readonly send: (head: ChunkFields, vertex: VertexRecord) => void
  readonly text: () => string
} {
  const documents: string[] = []
  const format = createW3cFormat({
    ...{ ...scope, clockOffsetSeconds: 0, ...options },
    onDocument: (document) => documents.push(Buffer.from(document).toString()),
  })
  const decoder = createDecoder({
    ...scope,
    onVertex: (vertex) => format.vertex(vertex),
    onRelation: () => {},
    onError: (problem) => assert.fail(problem.detail),
  })
  return {
    send: (head, vertex) => {
      const chunk = encodeChunk(head, [encodeVertex(vertex)])
      decoder.chunk(chunk, 0, chunk.length)
    },
    text: () => {
      format.flush()
      return documents.splice(0).join('')
    },
  }
}
