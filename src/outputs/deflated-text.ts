/**
 * The original's form of a document in a message: base64 of the zlib stream. The MQTT output writes it;
 * who subscribes reads it back.
 */
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { CamflowError } from '../errors.ts'

const deflated = promisify<Uint8Array, Buffer>(deflate)
const inflated = promisify<Uint8Array, { maxOutputLength?: number }, Buffer>(inflate)

/** Bytes that one document may become: far above what a recorder writes. */
const DEFAULT_LIMIT_BYTES = 256 * 1024 * 1024

/** How much a text may become. */
export interface InflateOptions {
  /** A longer document is refused instead of filling memory. @default 268435456 */
  readonly limitBytes?: number
}

/**
 * Compresses a document: zlib at its default level, then base64 (RFC 4648 §4) without line breaks.
 *
 * @param document its bytes, or text that is taken as UTF-8.
 */
export async function deflateBase64(document: Uint8Array | string): Promise<string> {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document
  return (await deflated(bytes)).toString('base64')
}

/**
 * Reads a message of the MQTT output, or of CamFlow's own, back.
 *
 * @param message the payload, as text or as bytes of it.
 * @returns the document's bytes.
 * @throws CF_MESSAGE_INVALID when it is not base64 of a whole zlib stream, or longer than the limit.
 * @example
 * client.on('message', async (_topic, payload) => {
 *   const document = JSON.parse((await inflateBase64(payload)).toString())
 * })
 */
export async function inflateBase64(
  message: Uint8Array | string,
  { limitBytes = DEFAULT_LIMIT_BYTES }: InflateOptions = {},
): Promise<Buffer> {
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1')
  try {
    return await inflated(Buffer.from(text, 'base64'), { maxOutputLength: limitBytes })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CamflowError('CF_MESSAGE_INVALID', why, { cause })
  }
}
