/**
 * Stress on two processors with every hook on. CAMFLOW_STRESS_SECONDS=60 is the long form. The guest's kernel
 * must not complain, and the log must be whole but for what is counted as lost.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { buildPrograms } from '../workloads/programs.ts'
import { guestTests } from './harness.ts'

buildPrograms()
guestTests('stress', {
  kernels: ['6.12'],
  cpus: 2,
  memoryMb: 3072,
  env: { CAMFLOW_STRESS_SECONDS: process.env.CAMFLOW_STRESS_SECONDS ?? '10' },
  timeoutMs: 900_000,
  after: async (t, { outDir }) => {
    await t.test('the log is valid to all judges and tells every loss', async (t) => {
      const counted = JSON.parse(readFileSync(join(outDir, 'stress.json'), 'utf8'))
      const verdict = await judgeLog(join(outDir, 'stress.log'), {
        lastRelation: counted.relationIds,
        lostRelations: counted.stats.lost,
        lacksVertices: counted.lostVertices > 0,
      })
      t.diagnostic(
        `${verdictText(verdict)}; ${counted.objectsEvicted} objects evicted; maps grew by ${counted.growth} bytes; ` +
          counted.told.trim().replaceAll('\n', ', '),
      )
    })
  },
})
