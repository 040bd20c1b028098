/** `camflow convert` to text: one form of a log into another, line by line. */

import { CamflowError } from '../../errors.ts'
import type { ProfileName } from '../../formats/formats.ts'
import type { InfluenceName } from '../../formats/spade-relation.ts'
import { ConversionNotes } from '../../graph/conversion-notes.ts'
import { StandardReader } from '../../graph/from-compat.ts'
import { parseLine } from '../../graph/log-document.ts'
import { readLines } from '../../graph/log-lines.ts'
import type { LogWriter, LogWriterOptions } from '../../graph/log-writer.ts'
import { createProvNWriter } from '../../graph/write-prov-n.ts'
import { createSpadeWriter } from '../../graph/write-spade.ts'
import { createMergeWriter, createW3cWriter } from '../../graph/write-w3c.ts'
import { type TextTarget, textTarget } from '../text-target.ts'

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
  readonly profile: ProfileName
  readonly influence: InfluenceName
}

/**
 * Converts, holding no more than a few lines, except for the keys that one document of all lines needs.
 *
 * @returns what could not be carried over, one sentence each.
 * @throws CF_LOG_INVALID at a line that is no record of a log, with its number: then nothing is left in a
 *   file; CF_OUTPUT_OPEN, CF_OUTPUT_GONE.
 */
export async function convertText(request: TextRequest): Promise<readonly string[]> {
  const target = textTarget(request.output)
  const notes = new ConversionNotes()
  const writer = writerFor(request, target, notes)
  try {
    for (const log of request.logs) await convertLog(log, writer, notes)
    await writer.end()
    await target.end()
  } catch (error) {
    await writer.abandon?.()
    await target.abandon()
    throw error
  }
  return notes.lines(request.profile !== 'compat')
}

async function convertLog(log: string, writer: LogWriter, notes: ConversionNotes): Promise<void> {
  const reader = new StandardReader(log, notes)
  let line = 0
  for await (const text of readLines(log)) {
    line++
    if (text.trim() === '') continue
    const document = parseLine(text)
    if (document === undefined) throw new CamflowError('CF_LOG_INVALID', `${log}:${line}`)
    await writer.document(reader.document(document))
  }
}

function writerFor(request: TextRequest, target: TextTarget, notes: ConversionNotes): LogWriter {
  const options: LogWriterOptions = {
    write: (text) => target.write(text),
    profile: request.profile,
    influence: request.influence,
    notes,
  }
  if (request.to === 'spade_json') return createSpadeWriter(options)
  if (request.to === 'prov-n') return createProvNWriter(options)
  return request.isMerged ? createMergeWriter(options) : createW3cWriter(options)
}
