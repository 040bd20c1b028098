/** `camflowd` on this kernel: what survives a kill, a rotation and a full disk. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadPinned } from '../../src/capture/session.ts'
import { PipeReader } from '../contract/pipe-reader.ts'
import { judgeLines, judgeSpadeLog, verdictText } from '../e2e/judge.ts'
import {
  aPin,
  figuresOf,
  hasEverything,
  linesIn,
  linesOf,
  startDaemon,
  startLoad,
} from './running-daemon.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflowd-'))
})
after(() => rmSync(directory, { recursive: true, force: true }))

test('a killed daemon leaves nothing out: the next one goes on', { skip }, async (t) => {
  const pin = aPin('kill')
  const [first, second] = [join(directory, 'first.log'), join(directory, 'second.log')]
  const before = startDaemon(pin, first)
  await before.says(/recording/)
  const load = await startLoad(pin, directory, 1500)
  const going = load.go()
  await sleep(500)
  before.child.kill('SIGKILL')
  await once(before.child, 'close')
  await going
  await load.go()
  const next = startDaemon(pin, second)
  await next.says(/going on with/)
  await load.go()
  await load.end()
  await sleep(200)
  assert.equal(await next.stop(), 0, next.text())
  const verdict = await judgeLines(linesOf(first, second))
  t.diagnostic(verdictText(verdict))
  const { relations } = verdict.report
  assert.ok(relations > 10_000, `${relations} relations`)
})

test('a second daemon on the same ring is refused and changes nothing', { skip }, async () => {
  const pin = aPin('second')
  const first = startDaemon(pin, join(directory, 'reads.log'))
  await first.says(/recording what is tracked/)
  const pidFile = join(directory, 'second-pid')
  const options = ['--all', '--pid-file', pidFile]
  const second = startDaemon(pin, join(directory, 'refused.log'), ...options)
  assert.equal(await second.ended(), 1)
  assert.match(second.text(), new RegExp(`another reader .* process ${first.child.pid}\\.`, 'i'))
  const session = await loadPinned(pin)
  assert.equal(session.control.policy.capturesAll, false)
  await session.close()
  assert.equal(await first.stop(), 0, first.text())
})

test('SIGHUP goes on in a new file after a rotation', { skip }, async () => {
  const pin = aPin('hup')
  const log = join(directory, 'rotated.log')
  const daemon = startDaemon(pin, log)
  await daemon.says(/recording/)
  const load = await startLoad(pin, directory, 500)
  await load.go()
  await sleep(1500)
  renameSync(log, `${log}.1`)
  daemon.child.kill('SIGHUP')
  await sleep(200)
  await load.go()
  await load.end()
  assert.equal(await daemon.stop(), 0, daemon.text())
  assert.ok(readFileSync(log, 'utf8').length > 0)
  await judgeLines(linesOf(`${log}.1`, log))
})

test('several outputs get the same records, and camflow stats tells of them', {
  skip,
}, async () => {
  const pin = aPin('outputs')
  const file = (name: string) => join(directory, name)
  const [log, pipe, spade] = [file('several.log'), file('pipe'), file('spade.log')]
  const outputs = [`fifo:${pipe}`, 'null', `log:${spade},format=spade_json,profile=spade`]
  const daemon = startDaemon(pin, log, ...outputs.flatMap((output) => ['--output', output]))
  await daemon.says(/recording .*several\.log, fifo .*pipe, null, .*spade\.log/)
  const load = await startLoad(pin, directory, 500)
  await load.go()
  await load.end()
  // The reader comes late: what found room has waited for it, the rest is told as lost.
  const reader = new PipeReader(pipe)
  reader.start()
  let figures = await figuresOf(daemon)
  while (!hasEverything(figures)) {
    await sleep(50)
    figures = await figuresOf(daemon)
  }
  assert.equal(figures?.mode, 'tracepoint')
  assert.ok((figures?.relations.write ?? 0) > 0)
  assert.equal(await daemon.stop(), 0, daemon.text())
  const ofLog = (await judgeLines(linesOf(log))).report
  // A loss takes vertices along that later relations name.
  const loss = { lostRelations: 'any', lacksVertices: true } as const
  const ofPipe = (await judgeLines(linesIn(reader.rest()), loss)).report
  reader.leave()
  assert.ok(ofLog.relations > 500)
  assert.equal((await judgeSpadeLog(spade)).relations, ofLog.relations)
  assert.equal(ofPipe.relations + ofPipe.lostRelations, ofLog.relations, daemon.text())
})

test('a full disk stops the log, not the account: losses are told to the relation', {
  skip,
}, async () => {
  const pin = aPin('full')
  const disk = join(directory, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk])
  try {
    const log = join(disk, 'audit.log')
    const daemon = startDaemon(pin, log, '--ring', '256K')
    await daemon.says(/recording/)
    const load = await startLoad(pin, directory, 1000)
    await load.go()
    await daemon.says(/takes nothing: ENOSPC/)
    await load.go()
    execFileSync('mount', ['-o', 'remount,size=64m', disk])
    await daemon.says(/takes documents again/)
    await load.go()
    await load.end()
    assert.equal(await daemon.stop(), 0, daemon.text())
    const loss = { lostRelations: 'any', lacksVertices: true } as const
    const { report } = await judgeLines(linesOf(log), loss)
    assert.ok(report.lostRelations > 0)
    assert.match(daemon.text(), /ring_full/)
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})
