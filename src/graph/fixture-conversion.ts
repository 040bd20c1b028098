/** A conversion in memory, for tests. */
import { ConversionNotes } from './conversion-notes.ts'
import { StandardReader } from './from-compat.ts'
import { parseLine } from './log-document.ts'
import type { LogWriter, LogWriterOptions } from './log-writer.ts'

/** The lines of a log, converted as `camflow convert` does. @throws TypeError for a line that is no record. */
export async function converted(
  create: (options: LogWriterOptions) => LogWriter,
  lines: readonly string[],
  options: Partial<LogWriterOptions> = {},
): Promise<string> {
  let text = ''
  const notes = options.notes ?? new ConversionNotes()
  const writer = create({
    ...{ profile: 'standard', influence: 'WasInfluencedBy', ...options, notes },
    write: async (more) => {
      text += more
    },
  })
  const reader = new StandardReader('log', notes)
  for (const line of lines) {
    const document = parseLine(line)
    if (document === undefined) throw new TypeError(line)
    await writer.document(reader.document(document))
  }
  await writer.end()
  return text
}
