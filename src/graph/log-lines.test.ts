import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as zlib from 'node:zlib'
import { CamflowError } from '../errors.ts'
import { readLines } from './log-lines.ts'

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-lines-'))
})
after(() => rmSync(directory, { recursive: true }))

async function linesOf(bytes: Uint8Array | string): Promise<readonly string[]> {
  const path = join(directory, 'log')
  writeFileSync(path, bytes)
  const lines: string[] = []
  for await (const line of readLines(path)) lines.push(line)
  return lines
}

const long = 'x'.repeat(1_000_000)
const text = `{"é":1}\n${long}\n\n{"last":1}\n`
const lines = ['{"é":1}', long, '', '{"last":1}']

test('reads a log as it is, with or without its last newline', async () => {
  assert.deepEqual(await linesOf(text), lines)
  assert.deepEqual(await linesOf(text.trimEnd()), lines)
  assert.deepEqual(await linesOf(''), [])
  assert.deepEqual(await linesOf('{}'), ['{}'])
})

test('reads what was compressed with gzip, in one piece or several, and with zlib', async () => {
  assert.deepEqual(await linesOf(zlib.gzipSync(text)), lines)
  const [start, end] = [text.slice(0, 500_000), text.slice(500_000)]
  assert.deepEqual(await linesOf(Buffer.concat([zlib.gzipSync(start), zlib.gzipSync(end)])), lines)
  for (const level of [0, 1, 6, 9]) {
    assert.deepEqual(await linesOf(zlib.deflateSync(text, { level })), lines)
  }
})

test('reads zstd where Node has it, and says what helps where it has not', async () => {
  // RFC 8878: magic, one segment of 8 bytes, one raw block that is the last.
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 8, (8 << 3) | 1, 0, 0])
  const frame = Buffer.concat([head, Buffer.from('{"a":1}\n')])
  if ('createZstdDecompress' in zlib) assert.deepEqual(await linesOf(frame), ['{"a":1}'])
  else await assert.rejects(linesOf(frame), hasCode('CF_LOG_COMPRESSION'))
})

test('splits what a pipe of CamFlow gave: documents that end with a zero byte', async () => {
  assert.deepEqual(await linesOf('{"a":1}\0{"b":2}\0'), ['{"a":1}', '{"b":2}'])
  assert.deepEqual(await linesOf('{"a":1}\n\0{"b":2}\n\0'), ['{"a":1}', '', '{"b":2}', ''])
})

test('tells a compressed log that was cut, with the lines that came out', async () => {
  const whole = zlib.gzipSync(text)
  await assert.rejects(linesOf(whole.subarray(0, whole.length - 9)), hasCode('CF_LOG_INVALID'))
})

function hasCode(code: string) {
  return (error: unknown) => error instanceof CamflowError && error.code === code
}
