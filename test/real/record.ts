/**
 * Records the capture of this folder anew, in a guest, in which nothing else runs: `npm run build`, then
 * `node --import tsx test/real/record.ts`. When only a format has changed, `record.ts logs` is enough.
 */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bootGuest } from '../../scripts/guest/boot.ts'
import { buildPrograms } from '../workloads/programs.ts'

const RING = 'capture.ring.gz'
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

async function recordRing(): Promise<void> {
  buildPrograms()
  const { exitCode, outDir, stdout, stderr } = await bootGuest({
    ...{ kernel: '6.12', cpus: 1, env: { TMPDIR: '/tmp' } },
    command: [process.execPath, 'dist/test/real/record-inside.js', `/out/${RING}`],
  })
  process.stdout.write(stdout)
  if (exitCode !== 0) throw new Error(stderr)
  copyFileSync(join(outDir, RING), pathOf(RING))
}

/** The logs that the recorder makes of the ring. */
async function writeLogs(): Promise<void> {
  const { realLog } = await import('./capture.ts')
  for (const format of ['w3c', 'spade_json'] as const) {
    writeFileSync(pathOf(`${format}.log.gz`), gzipSync(realLog(format, 'standard'), { level: 9 }))
  }
}

if (process.argv[2] !== 'logs') await recordRing()
await writeLogs()
