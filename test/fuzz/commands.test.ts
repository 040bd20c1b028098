/** Whatever is left of a real capture: the commands that read it end by themselves, in bounded memory. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { programWords } from '../program.ts'
import { storedLog } from '../real/capture.ts'
import { anyMutation } from './mutation.ts'

const MAIN = programWords('cli/main')
const HEAP_MB = 128
const PATIENCE_MS = 120_000
const RUNS = 3

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-fuzz-'))
})
after(() => rmSync(directory, { recursive: true }))

const texts = [storedLog('w3c'), storedLog('spade_json')].map((text) => Buffer.from(text))
const anyCapture = fc
  .tuple(fc.constantFrom(...texts, ...texts.map((text) => gzipSync(text))), anyMutation)
  .map(([bytes, mutate]) => mutate(Uint8Array.from(bytes)))

/** Exit codes that a command has for what it read. */
const commands = {
  'validate LOG': [0, 1],
  'convert LOG --to w3c --profile compat': [0, 1],
  'convert LOG --to spade_json --profile spade': [0, 1],
  'convert LOG --to dot --full --limit 100000': [0, 1],
}

for (const [command, codes] of Object.entries(commands)) {
  test(`camflow ${command}: ends with a status of its own`, () => {
    fc.assert(
      fc.property(anyCapture, (bytes) => {
        writeFileSync(join(directory, 'log'), bytes)
        const args = command.replace('LOG', 'log').split(' ')
        const { status, signal, stderr } = spawnSync(
          process.execPath,
          [`--max-old-space-size=${HEAP_MB}`, ...MAIN, ...args],
          {
            ...{ cwd: directory, encoding: 'utf8', timeout: PATIENCE_MS, maxBuffer: 2 ** 28 },
            env: { ...process.env, TMPDIR: directory },
          },
        )
        assert.equal(signal, null)
        assert.ok(codes.includes(status ?? -1), stderr)
        assert.doesNotMatch(stderr, /^ +at /m)
      }),
      { numRuns: RUNS },
    )
  })
}
