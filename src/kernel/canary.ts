/**
 * Proof that capture works. Programs can be loaded and attached and never run: a kernel without `bpf`
 * in its LSM list does that. So this process lets itself be tracked for a moment, moves a byte through a
 * pipe of its own, and looks for the record.
 *
 * A pipe, because nobody else has it: what the canary leaves behind in the programs' state (versions of
 * objects whose records nobody sees) belongs to objects that end here.
 */
import { closeSync, readSync, writeSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import type { Instance } from './instance.ts'
import { FLAG } from './layout.ts'
import { libc } from './libbpf.ts'
import { defaultPolicy } from './policy.ts'
import { changeProcess } from './request.ts'

const O_CLOEXEC = 0o2000000
const AF_UNIX = 1
const SOCK_STREAM = 1
const PATIENCE_MS = 300
const PAUSE_MS = 1

/**
 * Proves it, then makes this process opaque and the stream begin anew: the next relation has id 1 and
 * every vertex is still to be described.
 *
 * @throws CF_CAPTURE_SILENT when no record comes.
 */
export function proveCapture(instance: Instance): void {
  instance.control.policy = defaultPolicy
  changeProcess(instance.programs, process.pid, { set: FLAG.tracked, clear: FLAG.opaque })
  let hasRecord = false
  try {
    usePipe()
    useSocket()
    hasRecord = waitForRecord(instance)
  } finally {
    changeProcess(instance.programs, process.pid, {
      set: FLAG.opaque,
      clear: FLAG.tracked | FLAG.propagate,
    })
  }
  // A hook that was running meanwhile on another CPU is done after this.
  pause()
  instance.relay.drain(() => undefined)
  instance.relay.commit()
  instance.counters.restart()
  instance.control.forgetTracked()
  instance.control.nextEpoch()
  if (!hasRecord) {
    throw new CamflowError('CF_CAPTURE_SILENT', `Mode ${instance.mode}: no record of a pipe.`)
  }
}

function usePipe(): void {
  const ends = new Int32Array(2)
  if (libc().pipe2(ends, O_CLOEXEC) !== 0) throw new CamflowError('CF_CAPTURE_SILENT', 'No pipe.')
  pass(ends, readSync)
}

/** Shows whether the end of a receive is seen: `Counters.seesReceivesEnd`. */
function useSocket(): void {
  const ends = new Int32Array(2)
  if (libc().socketpair(AF_UNIX, SOCK_STREAM | O_CLOEXEC, 0, ends) !== 0) return
  pass(ends, (reader, bytes) => libc().recv(reader, bytes, bytes.length, 0))
}

/** Moves some bytes from the second end to the first, and closes both. */
function pass(
  [reader = -1, writer = -1]: Int32Array,
  take: (reader: number, bytes: Uint8Array) => unknown,
): void {
  try {
    writeSync(writer, 'canary')
    take(reader, Buffer.alloc(8))
  } finally {
    closeSync(reader)
    closeSync(writer)
  }
}

function waitForRecord({ relay }: Instance): boolean {
  const deadline = performance.now() + PATIENCE_MS
  let count = 0
  while (count === 0 && performance.now() < deadline) {
    relay.drain(() => {
      count++
      return undefined
    })
    if (count === 0) pause()
  }
  return count > 0
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
}
