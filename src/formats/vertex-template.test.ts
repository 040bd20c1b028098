import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { VertexRecord } from '../record/record.ts'
import { scope, startW3c } from './fixture.ts'

/** One version of one of a few objects, in its chunk; few values, so that they often repeat. */
const anyStep = fc.record({
  type: fc.constantFrom('task', 'process_memory', 'file', 'pipe', 'path'),
  id: fc.constantFrom(1n, 2n, 3n + (1n << 40n)),
  version: fc.constantFrom(8, 9, 10, 70_000),
  taint: fc.constantFrom(0n, 0n, 5n),
  nameId: fc.constantFrom(0n, 1n, 2n),
  epoch: fc.constantFrom(1, 1, 2),
  jiffies: fc.constantFrom(7n, 8n, 123n),
  timeNs: fc.constantFrom(1n, 2n, 5_000_000_000n),
  value: fc.constantFrom(0, 0, 0, 41),
  /** Stands in the last words of the message. */
  last: fc.constantFrom(0, 0, 0, 3),
})
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

function recordOf({ type, value, last, ...head }: Step): VertexRecord {
  const common = { kind: 'vertex', ...scope, ...head, type }
  if (type === 'path') return { ...common, pathname: `/p${head.id}`, truncated: false } as never
  const wide = BigInt(value)
  const fields =
    type === 'task'
      ? { pid: 5, vpid: 5, utime: wide, stime: 0n, vm: 1n, rss: 1n, hwVm: 1n, hwRss: 1n }
      : { uid: value, gid: 0, tgid: 5, secid: 2 + last, ino: 9n, mode: 0o100644 }
  const more = {
    exitStatus: last,
    cgroup: last,
    rbytes: 0n,
    wbytes: 0n,
    cancelWbytes: 0n,
    sbUuid: new Uint8Array(16).fill(last, 15),
  }
  const spaces = { utsns: 1, ipcns: 2, mntns: 3, pidns: 4, netns: 5, cgroupns: 6, secid: 0 }
  return { ...common, ...more, ...spaces, ...fields } as never
}

function start(): { readonly send: (step: Step) => void; readonly text: () => string } {
  const { send, text } = startW3c({ profile: 'compat' })
  return { send: (step) => send(step, recordOf(step)), text }
}

test('a vertex reads the same whatever was written before it', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 2, maxLength: 40 }), (steps) => {
      const long = start()
      steps.forEach((step, index) => {
        // A format that knows the names and nothing else.
        const fresh = start()
        for (const earlier of steps.slice(0, index))
          if (earlier.type === 'path') fresh.send(earlier)
        fresh.text()
        fresh.send(step)
        long.send(step)
        assert.equal(long.text(), fresh.text())
      })
    }),
    { numRuns: 50 },
  )
})
