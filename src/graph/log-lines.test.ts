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

// RFC 8878: magic, one segment of 8 bytes, one raw block that is the last.
const zstdHead = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 8, (8 << 3) | 1, 0, 0])
const zstdFrame = Buffer.concat([zstdHead, Buffer.from('{"a":1}\n')])

/** Runs with a `PATH` where the only program is a `zstd` of these lines of shell; `undefined`: none is. */
async function withZstd(shell: string | undefined, body: () => Promise<void>): Promise<void> {
  const bin = mkdtempSync(join(directory, 'bin-'))
  const before = process.env.PATH
  if (shell !== undefined)
    writeFileSync(join(bin, 'zstd'), `#!/bin/sh\n${shell}\n`, { mode: 0o755 })
  process.env.PATH = bin
  try {
    await body()
  } finally {
    process.env.PATH = before
  }
}

test('reads zstd with Node, or else with the program, and says what helps without both', async () => {
  await withZstd('[ "$1" = -dcq ] && exec /usr/bin/tail -c +10', async () => {
    assert.deepEqual(await linesOf(zstdFrame), ['{"a":1}'])
  })
  const hasNone = !('createZstdDecompress' in zlib)
  await withZstd(undefined, async () => {
    if (hasNone) await assert.rejects(linesOf(zstdFrame), hasCode('CF_LOG_COMPRESSION'))
    else assert.deepEqual(await linesOf(zstdFrame), ['{"a":1}'])
  })
})

test('tells a zstd log that was cut, in the words of who decompresses', async () => {
  await withZstd('/bin/cat >/dev/null; echo "premature end" >&2; exit 1', async () => {
    const cut = zstdFrame.subarray(0, zstdFrame.length - 3)
    await assert.rejects(linesOf(cut), hasCode('CF_LOG_INVALID'))
  })
})

test('a reader of zstd that has seen enough leaves no program behind', async () => {
  await withZstd('exec /usr/bin/yes', async () => {
    const path = join(directory, 'endless')
    writeFileSync(path, zstdFrame)
    const lines = readLines(path)
    const first = 'createZstdDecompress' in zlib ? '{"a":1}' : 'y'
    assert.deepEqual(await lines.next(), { done: false, value: first })
    await lines.return(undefined)
  })
})

test('splits what a pipe of CamFlow gave: documents that end with a zero byte', async () => {
  assert.deepEqual(await linesOf('{"a":1}\0{"b":2}\0'), ['{"a":1}', '{"b":2}'])
  assert.deepEqual(await linesOf('{"a":1}\n\0{"b":2}\n\0'), ['{"a":1}', '', '{"b":2}', ''])
})

test('tells a compressed log that was cut, with the lines that came out', async () => {
  const whole = zlib.gzipSync(text)
  await assert.rejects(linesOf(whole.subarray(0, whole.length - 9)), hasCode('CF_LOG_INVALID'))
})

test('gives all lines that came out whole before a compressed log was cut', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `{"line":${index}}`)
  const path = join(directory, 'cut')
  for (const compress of [zlib.gzipSync, zlib.deflateSync]) {
    // Only the sum at the end is missing.
    writeFileSync(path, compress(`${many.join('\n')}\n`).subarray(0, -2))
    const found: string[] = []
    await assert.rejects(async () => {
      for await (const line of readLines(path)) found.push(line)
    }, hasCode('CF_LOG_INVALID'))
    assert.deepEqual(found, many)
  }
})

function hasCode(code: string) {
  return (error: unknown) => error instanceof CamflowError && error.code === code
}
