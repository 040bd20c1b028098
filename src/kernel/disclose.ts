/**
 * Hands the capture programs what this thread has to say about itself (bpf/hooks/disclose.h): by reading a
 * file in the BPF file system whose reader runs a program of ours. What is said stands in the buffer, the
 * answer takes its place. No privilege is needed, and nothing but `open` and `read`.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { controlLayout, DISCLOSURE_BYTES, offsetOf } from './layout.ts'

/** `enum disclosure_kind`. */
const KINDS = { vertex: 1, relation: 2, log: 3, file: 4, self: 5 } as const

/** `enum disclosure_result`, by number. */
const results = [
  'not',
  'done',
  'disabled',
  'opaque',
  'unknown',
  'lost',
  'wants-from',
  'wants-to',
  'circle',
  'wrong',
] as const

/** How it came out. */
export type DisclosureResult = (typeof results)[number]

/** The task that speaks, as an end of a relation. */
export const CALLING_TASK = 0n

/** What is said. */
export interface Disclosure {
  readonly kind: keyof typeof KINDS
  /** Type byte of the vertex or relation; the flags that a line gives its task, or `self` the process. */
  readonly type: number
  /** Id that an answer had, or `CALLING_TASK`; of a vertex: itself, when it is said again. */
  readonly from?: bigint
  /** Of `self`: labels to add. */
  readonly to?: bigint
  /** Of a file that is open, in any way. */
  readonly fd?: number
  /** Less than `DISCLOSURE_BYTES`. */
  readonly content?: Uint8Array
}

/** What came of it. */
export interface DisclosureAnswer {
  readonly result: DisclosureResult
  /** Of a vertex or file; of `self` that of the process's memory. What follows: of a file, or of `self`. */
  readonly id: bigint
  /** Bit number of its vertex type. */
  readonly type: number
  readonly version: number
  /** Bits of `FLAG`. */
  readonly flags: number
  readonly taint: bigint
}

/** `DISCLOSURE_MAGIC` of bpf/control.h. */
const MAGIC = Buffer.from('disclose', 'latin1')
const HEAD_BYTES = controlLayout.disclosure.size
const ANSWER_BYTES = controlLayout.disclosure_answer.size

/**
 * Says it.
 *
 * @param path of the file `disclose` of a capture.
 * @throws TypeError when the content is too long, CF_DISCLOSURE_CLOSED when nobody listens there.
 */
export function disclose(path: string, disclosure: Disclosure): DisclosureAnswer {
  const buffer = encode(disclosure)
  const answered = readAnswer(path, buffer)
  if (answered < ANSWER_BYTES) throw new CamflowError('CF_DISCLOSURE_CLOSED', path)
  const u32 = (field: string) => buffer.readUInt32LE(offsetOf('disclosure_answer', field))
  const u64 = (field: string) => buffer.readBigUInt64LE(offsetOf('disclosure_answer', field))
  return {
    result: results[u32('result')] ?? 'not',
    id: u64('id'),
    type: u32('type'),
    version: u32('version'),
    flags: u32('flags'),
    taint: u64('taint'),
  }
}

/** One reading is one answer, so the file is opened for each. @returns bytes of the answer. */
function readAnswer(path: string, buffer: Buffer): number {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (cause) {
    throw new CamflowError('CF_DISCLOSURE_CLOSED', path, { cause })
  }
  try {
    return readSync(fd, buffer, 0, ANSWER_BYTES, null)
  } finally {
    closeSync(fd)
  }
}

function encode(disclosure: Disclosure): Buffer {
  const { kind, type, from = 0n, to = 0n, fd = 0, content = new Uint8Array() } = disclosure
  if (content.length >= DISCLOSURE_BYTES) throw new TypeError('the content is too long')
  const buffer = Buffer.alloc(HEAD_BYTES + content.length)
  MAGIC.copy(buffer, offsetOf('disclosure', 'magic'))
  buffer.writeBigUInt64LE(from, offsetOf('disclosure', 'from'))
  buffer.writeBigUInt64LE(to, offsetOf('disclosure', 'to'))
  buffer.writeUInt32LE(content.length, offsetOf('disclosure', 'length'))
  buffer.writeUInt32LE(KINDS[kind], offsetOf('disclosure', 'kind'))
  buffer.writeUInt32LE(type, offsetOf('disclosure', 'type'))
  buffer.writeUInt32LE(fd, offsetOf('disclosure', 'fd'))
  buffer.set(content, HEAD_BYTES)
  return buffer
}
