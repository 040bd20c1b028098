/**
 * Who was seen not to be tracked, and meets what is: a flow of theirs that was looked at once must not be taken for
 * the same when something has become tracked since, or stands where something else was (bpf/prov/bystander.h).
 */
import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { CaptureSession } from '../../../src/capture/session.ts'
import { loadGraph } from '../../../src/graph/load.ts'
import type { CaptureMode } from '../../../src/kernel/object-file.ts'
import { FlowGraph } from '../../e2e/flow-graph.ts'

/** On the host's file system, which forgets an inode when nobody has it open. */
const placeOf = (mode: CaptureMode) => `/out/bystanders-${mode}`
const TWO_LINES = 'first\nsecond\n'
const ROUNDS = 20
const OTHERS = 8
/** One process reads each file, so that who reads is at the same address all the while. */
const READ_ALL = `
round=1
while [ $round -le ${ROUNDS} ]; do
  other=1
  while [ $other -le ${OTHERS} ]; do read line <other-$other; other=$((other + 1)); done
  read line <kept-$round
  round=$((round + 1))
done`

/** A shell that says when it has come to the middle of its work, and goes on when it is told to. */
class Shell {
  readonly #shell: ChildProcessByStdio<Writable, Readable, null>

  constructor(before: string, after: string, cwd: string) {
    const line = `${before}; echo half; read line; ${after}`
    this.#shell = spawn('sh', ['-c', line], { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  }

  get pid(): number {
    return this.#shell.pid as number
  }

  async half(): Promise<void> {
    await once(this.#shell.stdout, 'data')
  }

  async end(): Promise<void> {
    const ended = once(this.#shell, 'close')
    this.#shell.stdin.end('\n')
    assert.deepEqual(await ended, [0, null])
  }
}

/** Does what `checkBystanders` looks for. */
export async function meetBystanders(session: CaptureSession): Promise<void> {
  const { mode, plane } = session
  const cwd = placeOf(mode)
  mkdirSync(cwd)
  const file = (name: string) => `${cwd}/${name}`
  for (const name of ['file', 'process', 'writer', 'nobody']) writeFileSync(file(name), TWO_LINES)
  for (let other = 1; other <= OTHERS; other++) writeFileSync(file(`other-${other}`), TWO_LINES)
  for (let round = 1; round <= ROUNDS; round++) writeFileSync(file(`kept-${round}`), TWO_LINES)
  const copies = (name: string) =>
    new Shell(`exec 3<${name}; read line <&3`, `read line <&3; echo $line >${name}-copy`, cwd)

  const reader = copies('file')
  await reader.half()
  plane.changeFile(file('file'), { track: true, propagate: true })
  await reader.end()

  const process = copies('process')
  await process.half()
  session.trackProcess(process.pid, { propagate: true })
  await process.end()

  const nobody = copies('nobody')
  await nobody.half()
  await nobody.end()

  await passesOn(session, cwd)

  for (let round = 1; round <= ROUNDS; round++) {
    plane.changeFile(file(`kept-${round}`), { track: true })
  }
  const forgetful = new Shell(':', READ_ALL, cwd)
  await forgetful.half()
  await forgetful.end()
}

/** One who writes into a pipe is tracked when another has read from it already. */
async function passesOn(session: CaptureSession, cwd: string): Promise<void> {
  const pipe = `/tmp/bystanders-${session.mode}`
  const writer = new Shell(
    `mkfifo ${pipe}; exec 4<>${pipe} 3<writer; read line <&3; echo $line >&4`,
    'read line <&3; echo $line >&4',
    cwd,
  )
  await writer.half()
  const reader = new Shell(
    `exec 3<>${pipe}; read line <&3`,
    'read line <&3; echo $line >writer-copy',
    cwd,
  )
  await reader.half()
  session.trackProcess(writer.pid, { propagate: true })
  // The reader first: a FIFO forgets what nobody has read when nobody has it open.
  await Promise.all([reader.end(), writer.end()])
}

/** Looks into the log of that. */
export async function checkBystanders(mode: CaptureMode, log: string): Promise<void> {
  const graph = new FlowGraph(await loadGraph(log))
  const files = (name: string) => graph.files(`${placeOf(mode)}/${name}`)
  for (const name of ['file', 'process', 'writer']) {
    assert.ok(graph.flows(files(name), files(`${name}-copy`)), `${name} was read on`)
  }
  const missed = Array.from({ length: ROUNDS }, (_, round) => `kept-${round + 1}`).filter(
    (name) => graph.relations('open', { from: files(name) }).length === 0,
  )
  assert.deepEqual(missed, [], 'each is tracked when it is read again')
  for (const name of ['nobody', 'nobody-copy', 'other-1']) assert.deepEqual(files(name), [], name)
}
