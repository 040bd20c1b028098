/**
 * What a kernel really wrote: the ring and the logs of a shell and a few programs that touch every kind of
 * object, recorded by `record.ts`.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { ringImage } from '../../bench/throughput/ring-image.ts'
import { createFormat, type FormatName, type ProfileName } from '../../src/formats/formats.ts'
import { createDecoder } from '../../src/record/decode.ts'

const read = (name: string) => gunzipSync(readFileSync(new URL(name, import.meta.url)))
const image = ringImage(read('capture.ring.gz'))

/** Machine and boot of the capture. */
export const realScope = { bootId: image.bootId, machineId: image.machineId }

/** Small, so that a log has many documents. */
const DOCUMENT_BYTES = 4096
/** Some day, always the same. */
const CLOCK_OFFSET_SECONDS = 1.7e9

/** The chunks of the ring, in order. */
export const realChunks: readonly Uint8Array[] = chunksOf()

function chunksOf(): readonly Uint8Array[] {
  const chunks: Uint8Array[] = []
  image.open().drain((memory, offset, length) => {
    chunks.push(memory.slice(offset, offset + length))
    return undefined
  })
  return chunks
}

/** The log that the recorder makes of the ring. */
export function realLog(format: FormatName, profile: ProfileName): string {
  const documents: string[] = []
  const made = createFormat(
    { format, profile },
    {
      ...{ ...realScope, clockOffsetSeconds: CLOCK_OFFSET_SECONDS, documentBytes: DOCUMENT_BYTES },
      onDocument: (document) => documents.push(Buffer.from(document).toString()),
    },
  )
  const decoder = createDecoder({
    ...realScope,
    onVertex: (vertex) => made.vertex(vertex),
    onRelation: (relation) => made.relation(relation),
    onError: ({ code, detail }) => {
      throw new TypeError(`${code} ${detail}`)
    },
  })
  for (const chunk of realChunks) decoder.chunk(chunk, 0, chunk.length)
  made.flush()
  return documents.join('')
}

/** The same, as it was when the capture was recorded. */
export function storedLog(format: FormatName): string {
  return read(`${format}.log.gz`).toString()
}
