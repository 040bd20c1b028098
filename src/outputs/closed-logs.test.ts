import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ClosedLogs } from './closed-logs.ts'
import { type LogOptions, LogOutput } from './log.ts'
import type { OutputStatus } from './output.ts'

const line = (text: string) => new TextEncoder().encode(`${text}\n`)

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'camflow-closed-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Writes five documents of six bytes. @returns names of the closed files as the output told them. */
async function writeFive(path: string, options: Partial<LogOptions>): Promise<readonly string[]> {
  const closed: string[] = []
  const observer = (status: OutputStatus) => {
    if (status.state === 'rotated') closed.push(status.closed)
    assert.notEqual(status.state, 'warned')
  }
  const output = new LogOutput({ path, observer, ...options })
  await output.open()
  for (let id = 1; id <= 5; id++) await output.write(line(`line${id}`))
  await output.close()
  return closed
}

test('a log begins a new file when one is full, between two documents', async (t) => {
  const path = join(aFolder(t), 'audit.log')
  const closed = await writeFive(path, { rotateBytes: 12 })
  assert.deepEqual(
    closed.map((name) => readFileSync(name, 'utf8')),
    ['line1\nline2\n', 'line3\nline4\n'],
  )
  assert.equal(readFileSync(path, 'utf8'), 'line5\n')
})

test('a log begins a new file when one is old', async (t) => {
  const path = join(aFolder(t), 'audit.log')
  const closed = await writeFive(path, { rotateMs: 0 })
  assert.equal(closed.length, 4)
  assert.match(closed[0] ?? '', /audit\.log\.\d{8}T\d{6}Z/)
})

test('closed logs are compressed, and the oldest removed, the open log left alone', async (t) => {
  const folder = aFolder(t)
  const path = join(folder, 'audit.log')
  for (const name of ['20260101T000000Z', '20260102T000000Z', '20260102T000000Z-001']) {
    writeFileSync(`${path}.${name}`, name)
  }
  writeFileSync(`${path}.20260103T000000Z.gz.part`, 'half')
  writeFileSync(`${path}.1`, 'not ours')
  writeFileSync(path, 'open')
  const logs = new ClosedLogs(path, { keep: 2, compression: 'gzip' }, (status) =>
    assert.fail(status.state),
  )
  logs.tidy()
  await logs.idle()
  await logs.close()
  assert.deepEqual(readdirSync(folder).sort(), [
    'audit.log',
    'audit.log.1',
    'audit.log.20260102T000000Z-001.gz',
    'audit.log.20260102T000000Z.gz',
  ])
  const packed = readFileSync(`${path}.20260102T000000Z-001.gz`)
  assert.equal(gunzipSync(packed).toString(), '20260102T000000Z-001')
})

test('a log can wait for the disk at each document', async (t) => {
  const path = join(aFolder(t), 'audit.log')
  await writeFive(path, { sync: 'document' })
  assert.equal(readFileSync(path, 'utf8').length, 30)
})
