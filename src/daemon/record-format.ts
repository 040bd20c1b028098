/** Makes the format that an output asks for. */
import type { DocumentReceiver, FormatOptions, RecordFormat } from '../formats/format.ts'
import { createW3cFormat } from '../formats/w3c.ts'
import type { OutputConfig, RecordFormatName } from './recording-config.ts'

/** What every format of one capture is told. */
export type CaptureScope = Omit<FormatOptions, 'onDocument'>

/** What an output adds to that. */
interface ShapeOptions extends FormatOptions {
  readonly profile: 'standard' | 'compat'
  /** Bytes after which a document is handed over; `undefined`: as the format likes. */
  readonly documentBytes: number | undefined
}

const formats: Partial<
  Readonly<Record<RecordFormatName, (options: ShapeOptions) => RecordFormat>>
> = {
  w3c: ({ documentBytes, ...options }) =>
    createW3cFormat(documentBytes === undefined ? options : { ...options, documentBytes }),
}

/** A datagram and a message of a broker are as long as a document; a reader of a pipe waits for its end. */
const SHORT_BYTES = 65_536

/** Makes formats for one output. */
export function formatFor(
  config: OutputConfig,
  scope: CaptureScope,
): (onDocument: DocumentReceiver) => RecordFormat {
  const create = formats[config.format ?? 'w3c']
  if (create === undefined) throw new TypeError(`format ${config.format} is not there yet`)
  const isLong = config.type === 'log' || config.type === 'stdout' || config.type === 'null'
  const profile = config.profile ?? 'standard'
  const documentBytes = isLong ? undefined : SHORT_BYTES
  return (onDocument) => create({ ...scope, onDocument, profile, documentBytes })
}
