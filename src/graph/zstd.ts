/** Decompression with the program `zstd`, where Node has none of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CamflowError } from '../errors.ts'

/** The program refused what it was given. */
class BrokenZstd extends Error {
  readonly code = 'ZSTD_PROGRAM'
}

/**
 * Decompresses with `zstd -dc`.
 *
 * @throws CF_LOG_COMPRESSION when there is no such program; an error with a code `ZSTD_…`, after all that came out,
 *   when the data are broken; what `source` throws.
 */
export async function* throughZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const child = spawn('zstd', ['-dcq'], { stdio: 'pipe' })
  try {
    await once(child, 'spawn')
  } catch (cause) {
    const detail = `Node ${process.versions.node} has no zstd, and there is no program zstd.`
    throw new CamflowError('CF_LOG_COMPRESSION', detail, { cause })
  }
  const ended = once(child, 'close')
  let failure: unknown
  const watched = async function* () {
    try {
      yield* source
    } catch (error) {
      failure = error
      throw error
    }
  }
  // Where the program left before it had read everything, its own words say why.
  const given = pipeline(Readable.from(watched(), { objectMode: false }), child.stdin).catch(
    () => {},
  )
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  try {
    yield* child.stdout
    await given
    const [status] = await ended
    if (failure !== undefined) throw failure
    if (status !== 0) throw new BrokenZstd(complaint.trim() || `zstd ended with ${status}`)
  } finally {
    child.kill()
  }
}
