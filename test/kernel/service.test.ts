/** `camflow run` beside a service, on this kernel with the real capture programs. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { unloadCapture } from '../../src/capture/unload.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog } from '../e2e/judge.ts'
import { programWords } from '../program.ts'
import { cannotCapture } from './stub.ts'

const PIN = `/sys/fs/bpf/camflow_service_${process.pid}`
const skip = cannotCapture

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-service-'))
  writeFileSync(join(directory, 'a.txt'), 'text\n')
})
after(async () => {
  if (!skip) await unloadCapture(PIN)
  rmSync(directory, { recursive: true, force: true })
})

function start(program: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [...programWords(program), ...args], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = { text: '' }
  child.stderr.on('data', (data) => {
    said.text += data
  })
  return { child, said, closed: once(child, 'close').then(([code]) => code as number | null) }
}

async function startDaemon(log: string) {
  const options = ['--pin', PIN, '--output', log, '--pid-file', join(directory, 'pid')]
  const daemon = start('daemon/main', '--capture', 'tracepoint', ...options)
  const deadline = performance.now() + 60_000
  while (!daemon.said.text.includes('recording')) {
    assert.equal(daemon.child.exitCode, null, daemon.said.text)
    assert.ok(performance.now() < deadline, daemon.said.text)
    await sleep(20)
  }
  return daemon
}

test('leaves the recording to the service, and says where the records are', { skip }, async () => {
  const log = join(directory, 'service.log')
  const daemon = await startDaemon(log)
  const shell = ['sh', '-c', '(sleep 0.5; cat a.txt > late.txt) > /dev/null 2>&1 & exit 3']
  const run = start('cli/main', 'run', '--pin', PIN, '--', ...shell)
  assert.equal(await run.closed, 3)
  assert.match(run.said.text, /recorded sh -c .* in tracepoint mode .* exit code 3/)
  assert.match(run.said.text, new RegExp(`service, camflowd ${daemon.child.pid}`))
  assert.match(run.said.text, new RegExp(`log +${log}`))
  assert.match(run.said.text, /graph +\d+ relations/)
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.startsWith('camflow-')),
    [],
    'no log of its own',
  )
  daemon.child.kill('SIGTERM')
  assert.equal(await daemon.closed, 0, daemon.said.text)
  const graph = new FlowGraph(await loadGraph(log))
  const [from, to] = [join(directory, 'a.txt'), join(directory, 'late.txt')]
  assert.ok(graph.flows(graph.files(from), graph.files(to)), 'what it left behind is there as well')
  await judgeLog(log)
})

test('records by itself when nobody records for the service', { skip }, async () => {
  const run = start('cli/main', 'run', '--pin', PIN, '--', 'cat', 'a.txt')
  assert.equal(await run.closed, 0, run.said.text)
  assert.match(run.said.text, /not using the service .*: no camflowd records/)
  const [, log] = /log +(\S*camflow-\d{8}-\d{6}\.log)/.exec(run.said.text) ?? []
  assert.ok(log !== undefined, run.said.text)
  await judgeLog(resolve(directory, log))
})

test('records by itself when it is told to', { skip }, async () => {
  const daemon = await startDaemon(join(directory, 'again.log'))
  const run = start('cli/main', 'run', '--output', 'own.log', '--', 'cat', 'a.txt')
  assert.equal(await run.closed, 0)
  const own = join(directory, 'own.log')
  assert.ok(readFileSync(own, 'utf8').includes('a.txt'))
  await judgeLog(own)
  daemon.child.kill('SIGTERM')
  assert.equal(await daemon.closed, 0, daemon.said.text)
})
