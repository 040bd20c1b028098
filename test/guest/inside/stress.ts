import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { startCapture } from '../../../src/capture/session.ts'
import { LogOutput } from '../../../src/outputs/log.ts'
import { recordWhile } from '../../e2e/record-while.ts'

// Everything at once on two processors, all of it captured, with every hook on. Leaves the log, and what
// was counted, for the host to judge.

const seconds = process.env.CAMFLOW_STRESS_SECONDS ?? '10'
const RING_BYTES = 64 << 20

/** Bytes of all maps of ours, as the kernel accounts them. */
function mapBytes(): number {
  const { stdout } = spawnSync('bpftool', ['map', 'show', '--json'], { encoding: 'utf8' })
  const maps: readonly { readonly bytes_memlock?: number | string }[] = JSON.parse(stdout)
  return maps.reduce((sum, map) => sum + Number(map.bytes_memlock ?? 0), 0)
}

test('lsm: files, processes and sockets as fast as they go; nothing is lost uncounted', async () => {
  mkdirSync('/tmp/stress')
  await using session = await startCapture({
    mode: 'lsm',
    ringBytes: RING_BYTES,
    policy: { capturesAll: true },
  })
  session.makeOpaque(process.pid)
  const before = mapBytes()
  let told = ''
  const output = new LogOutput({ path: '/out/stress.log' })
  const { stats, lossesTold } = await recordWhile(session, output, async () => {
    const work = spawn('build/workloads/stress', ['/tmp/stress', seconds])
    work.stdout.on('data', (bytes: Buffer) => {
      told += bytes.toString()
    })
    const [code] = await once(work, 'close')
    assert.equal(code, 0)
  })
  const growth = mapBytes() - before
  const { relationIds, lostRelations, lostVertices, objectsEvicted, failures } = session.stats()
  const counted = { relationIds, lostRelations, lostVertices, objectsEvicted, failures }
  writeFileSync('/out/stress.json', JSON.stringify({ ...counted, stats, lossesTold, growth, told }))
  assert.equal(
    stats.relations + stats.lost,
    relationIds,
    'every relation arrived or is told as lost',
  )
  assert.equal(stats.lost, lossesTold)
  assert.equal(stats.problems, 0)
  assert.ok(growth < RING_BYTES, `the maps grew by ${growth} bytes`)
})
