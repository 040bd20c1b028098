/**
 * The lines of a log, compressed or not. Lines end at a newline or, as in what a pipe or socket of
 * CamFlow gives, at a zero byte. Memory is bounded by the longest line.
 */
import { createReadStream } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { CamflowError } from '../errors.ts'
import { throughZstd } from './zstd.ts'

/** A longer line is refused; a merged document is one line. */
const LONGEST_LINE_BYTES = 256 * 1024 * 1024
const READ_BYTES = 256 * 1024
const NEWLINE = 0x0a
const ZERO = 0
const ZSTD_MAGIC = 0xfd2fb528
const GZIP_MAGIC = 0x8b1f
/** The first byte of a zlib stream with a window of 32 KiB. */
const ZLIB_FIRST = 0x78
const MAGIC_BYTES = 4

/**
 * Reads the lines of a file; `-` is standard input. gzip, zlib and zstd are known by their first bytes.
 *
 * @throws CF_LOG_INVALID when the compression is broken or a line is too long, after all lines that are whole;
 *   CF_LOG_COMPRESSION for zstd where neither Node nor the machine has it.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: READ_BYTES })
  let line = 0
  try {
    for await (const each of splitLines(decompressed(input))) {
      line++
      yield each
    }
  } catch (cause) {
    if (!isBroken(cause)) throw cause
    const detail = `${path}: after line ${line}: ${cause.message}`
    throw new CamflowError('CF_LOG_INVALID', detail, { cause })
  } finally {
    input.destroy()
  }
}

/** Errors of decompression have a code of zlib's; those of the file are told as they are. */
function isBroken(cause: unknown): cause is Error {
  if (!(cause instanceof Error) || !('code' in cause)) return false
  return /^(Z_|ZSTD_|ERR_LINE)/.test(String(cause.code))
}

async function* decompressed(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]()
  let first: Uint8Array = new Uint8Array(0)
  while (first.length < MAGIC_BYTES) {
    const { value, done } = await chunks.next()
    if (done) break
    first = first.length === 0 ? value : Buffer.concat([first, value])
  }
  const rest = { [Symbol.asyncIterator]: () => chunks }
  const all = chain(first, rest)
  const decompress = decompressorFor(first)
  yield* decompress === undefined ? all : decompress(all)
}

async function* chain(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* rest
}

async function* through(
  source: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array> {
  const readable = Readable.from(source, { objectMode: false })
  readable.on('error', (error) => transform.destroy(error))
  readable.pipe(transform)
  try {
    yield* transform
  } catch (cause) {
    // What came out before the log broke off is good.
    for (let rest = transform.read(); rest !== null; rest = transform.read()) yield rest
    throw cause
  }
}

type Decompress = (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>

function decompressorFor(first: Uint8Array): Decompress | undefined {
  if (first.length < MAGIC_BYTES) return undefined
  const view = new DataView(first.buffer, first.byteOffset, first.length)
  if (view.getUint16(0, true) === GZIP_MAGIC) {
    return (source) => through(source, zlib.createGunzip())
  }
  if (view.getUint32(0, true) === ZSTD_MAGIC) return zstd
  // RFC 1950: the first two bytes are a multiple of 31.
  if (view.getUint8(0) === ZLIB_FIRST && view.getUint16(0) % 31 === 0) {
    return (source) => through(source, zlib.createInflate())
  }
  return undefined
}

/** Node has zstd since 22.15; before, there is the program. */
function zstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => Transform }
  if (createZstdDecompress !== undefined) return through(source, createZstdDecompress())
  return throughZstd(source)
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = []
  let held = 0
  const join = (last: Uint8Array) => {
    const text = Buffer.concat([...parts, last]).toString('utf8')
    parts = []
    held = 0
    return text.endsWith('\r') ? text.slice(0, -1) : text
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = lineEnd(chunk, 0); end >= 0; end = lineEnd(chunk, start)) {
      yield join(chunk.subarray(start, end))
      start = end + 1
    }
    held += chunk.length - start
    if (held > LONGEST_LINE_BYTES) throw new LineTooLong()
    if (start < chunk.length) parts.push(chunk.slice(start))
  }
  if (held > 0) yield join(new Uint8Array(0))
}

class LineTooLong extends Error {
  readonly code = 'ERR_LINE_TOO_LONG'
  constructor() {
    super(`a line of more than ${LONGEST_LINE_BYTES} bytes`)
  }
}

function lineEnd(chunk: Uint8Array, from: number): number {
  const newline = chunk.indexOf(NEWLINE, from)
  const zero = chunk.subarray(from, newline < 0 ? chunk.length : newline).indexOf(ZERO)
  return zero < 0 ? newline : from + zero
}
