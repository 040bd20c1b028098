import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionStats } from './session.ts'
import { summaryText } from './summary-text.ts'

const none = { names: [], others: 0 }
const summary = {
  programs: { names: ['/usr/bin/cat'], others: 0 },
  read: { names: ['/work/a.txt', '/usr/lib/libc.so.6'], others: 1 },
  ...{ written: none, created: none, removed: none, addresses: none },
  ...{ vertices: 1200, relations: 3 },
}
const stats = {
  ...{ mode: 'tracepoint', missedRuns: 0, lostVertices: 0, failures: { ring_full: 0 } },
} as unknown as SessionStats
const frame = {
  ...{ command: 'cat a.txt', exitCode: 0, durationMs: 1234, logPath: '/work/x.log' },
  ...{ logBytes: 20_500, lost: 0, problems: 0, stats, directory: '/work' },
}

test('says what ran, what was read, what was lost and where the log is', () => {
  assert.equal(
    summaryText(summary, frame),
    [
      'camflow: recorded cat a.txt in tracepoint mode for 1.2 s, exit code 0',
      '  ran        1 program: /usr/bin/cat',
      '  read       2 files: a.txt, 1 more; 1 system file',
      '  graph      1,200 vertices, 3 relations',
      '  lost       0 relations',
      '  log        /work/x.log (20.5 kB)',
      '',
    ].join('\n'),
  )
})

test('names cannot move the cursor', () => {
  const evil = { ...summary, read: { names: ['/work/\u001b[2J\n'], others: 0 } }
  assert.match(summaryText(evil, frame), /1 file: \?\[2J\?$/m)
})

test('failures and losses are told', () => {
  const failing = { ...stats, failures: { ring_full: 3, read_user: 0 }, missedRuns: 2 }
  const text = summaryText(summary, { ...frame, lost: 7, stats: failing as SessionStats })
  assert.match(text, /lost +7 relations; 2 hooks left out by the kernel; failures: ring_full 3/)
})
