/** Makes the format that an output asks for. */
import type { DocumentReceiver, FormatOptions, RecordFormat } from '../formats/format.ts'
import { createFormat, type FormatChoice } from '../formats/formats.ts'
import type { OutputConfig } from './recording-config.ts'

/** What every format of one capture is told. */
export type CaptureScope = Omit<FormatOptions, 'onDocument'>

/** A datagram and a message of a broker are as long as a document; a reader of a pipe waits for its end. */
const SHORT_BYTES = 65_536

/** Makes formats for one output. */
export function formatFor(
  config: FormatChoice & Pick<OutputConfig, 'type'>,
  scope: CaptureScope,
): (onDocument: DocumentReceiver) => RecordFormat {
  const isLong = config.type === 'log' || config.type === 'stdout' || config.type === 'null'
  const documentBytes = isLong ? undefined : SHORT_BYTES
  return (onDocument) => createFormat(config, { ...scope, onDocument, documentBytes })
}
