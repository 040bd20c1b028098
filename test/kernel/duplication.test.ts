/** `[compression] duplicate` on a real kernel. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordsOf } from '../../src/capture/capture.ts'
import { type CaptureSession, startCapture } from '../../src/capture/session.ts'
import { spawnStopped } from '../../src/capture/stopped-child.ts'
import type { ProvenanceRecord } from '../../src/record/record.ts'
import { cannotCapture } from './stub.ts'

const WORK = 'for i in 1 2 3; do cat /etc/passwd | sort | tee /dev/null; done > /dev/null'

async function recordOf(session: CaptureSession): Promise<readonly ProvenanceRecord[]> {
  const child = await spawnStopped(['sh', '-c', WORK])
  session.trackProcess(child.pid, { member: true })
  child.start()
  await child.exitCode
  session.control.change({ isEnabled: false })
  const records: ProvenanceRecord[] = []
  for await (const record of recordsOf(session, { signal: AbortSignal.abort() }))
    records.push(record)
  return records
}

test('with duplication each read and write has both ends beside it, and nothing is lost', {
  skip: cannotCapture,
}, async () => {
  await using session = await startCapture({ mode: 'tracepoint', policy: { duplicates: true } })
  const beside = new Set<string>()
  let [seen, lacking] = [0, 0]
  for (const record of await recordOf(session)) {
    if (record.kind === 'vertex') beside.add(`${record.timeNs} ${record.id} ${record.version}`)
    if (record.kind !== 'relation' || !['read', 'write'].includes(record.type)) continue
    for (const { id, version } of [record.sender, record.receiver]) {
      seen++
      if (!beside.has(`${record.timeNs} ${id} ${version}`)) lacking++
    }
  }
  const { lostRelations, lostVertices, failures } = session.counters.read()
  assert.deepEqual([lostRelations, lostVertices, failures.chunk_full], [0, 0, 0])
  assert.ok(seen > 20, String(seen))
  assert.equal(lacking, 0)
})
