/** `camflow convert` to text: one form of a log into another, line by line. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { CamflowError } from '../../errors.ts'
import type { InfluenceName } from '../../formats/spade-relation.ts'
import { parseLine } from '../../graph/log-document.ts'
import { readLines } from '../../graph/log-lines.ts'
import type { LogWriter, LogWriterOptions } from '../../graph/log-writer.ts'
import { createProvNWriter } from '../../graph/write-prov-n.ts'
import { createSpadeWriter } from '../../graph/write-spade.ts'
import { createMergeWriter, createW3cWriter } from '../../graph/write-w3c.ts'

/** The forms of text. */
export const textForms = ['w3c', 'spade_json', 'prov-n'] as const
export type TextForm = (typeof textForms)[number]

/** What is converted, and into what. */
export interface TextRequest {
  /** Logs, one after the other; `-` is standard input. */
  readonly logs: readonly string[]
  readonly to: TextForm
  /** A file; `undefined`: standard output. */
  readonly output: string | undefined
  /** One document instead of many. */
  readonly isMerged: boolean
  readonly repeatsEnds: boolean
  readonly influence: InfluenceName
}

/**
 * Converts, holding no more than a few lines, except for the keys that one document of all lines needs.
 *
 * @throws CF_LOG_INVALID at a line that is no record of a log, with its number.
 */
export async function convertText(request: TextRequest): Promise<void> {
  const { output } = request
  const target = output === undefined ? process.stdout : createWriteStream(output)
  const writer = writerFor(request, target)
  for (const log of request.logs) {
    let line = 0
    for await (const text of readLines(log)) {
      line++
      if (text.trim() === '') continue
      const document = parseLine(text)
      if (document === undefined) throw new CamflowError('CF_LOG_INVALID', `${log}:${line}`)
      await writer.document(document)
    }
  }
  await writer.end()
  if (output === undefined) return
  target.end()
  await once(target, 'close')
}

function writerFor(request: TextRequest, target: Writable): LogWriter {
  const options: LogWriterOptions = {
    write: async (text) => {
      if (!target.write(text)) await once(target, 'drain')
    },
    repeatsEnds: request.repeatsEnds,
    influence: request.influence,
  }
  if (request.to === 'spade_json') return createSpadeWriter(options)
  if (request.to === 'prov-n') return createProvNWriter(options)
  return request.isMerged ? createMergeWriter(options) : createW3cWriter(options)
}
