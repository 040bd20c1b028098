import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootGuest } from '../../scripts/guest/boot.ts'
import { projectRoot } from '../../scripts/guest/project-root.ts'
import { packageDeb } from '../../scripts/package-deb.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { guestTests } from './harness.ts'

// One guest installs the Debian package onto a disk. The next one boots from that disk with systemd:
// what the services then do, an upgrade and the removal are in inside/package.ts.

const kernel = '6.12'
const timeoutMs = 900_000
const disk = join(projectRoot, 'build/guest-tests/package.img')
/** The index of manual pages takes minutes on an emulated processor; this is man-db's own switch. */
const install = 'rm -f /var/lib/man-db/auto-update; dpkg --install "$1"'

if (hasDebianNode()) {
  guestTests('package', {
    kernels: [kernel],
    timeoutMs,
    disk,
    systemd: true,
    before: async (outDir) => {
      mkdirSync(outDir, { recursive: true })
      rmSync(disk, { force: true })
      for (const revision of [1, 2]) {
        const file = packageDeb(outDir, { revision, compression: 'none' })
        renameSync(file, join(outDir, `camflow-${revision}.deb`))
      }
      const { exitCode, stdout, stderr } = await bootGuest({
        ...{ kernel, timeoutMs, disk, outDir, cpus: 1 },
        command: ['sh', '-c', install, 'sh', `/out/camflow-1.deb`],
      })
      assert.equal(exitCode, 0, stdout + stderr)
    },
    after: async (t, { outDir }) => {
      rmSync(disk)
      await t.test(
        'the walk-through in the log: what was fetched came from the address',
        async (t) => {
          const log = join(outDir, 'walk-through.log')
          t.diagnostic(verdictText(await judgeLog(log)))
          const graph = new FlowGraph(await loadGraph(log))
          const page = graph.files('/tmp/page')
          assert.ok(graph.flows(graph.vertices('address'), page))
        },
      )
    },
  })
} else {
  test('package: in the guest', {
    skip: 'nodejs, on which the package depends, is no package here',
  })
}

function hasDebianNode(): boolean {
  const { status, stdout } = spawnSync('dpkg-query', ['--show', 'nodejs'], { encoding: 'utf8' })
  return status === 0 && Number(/\t(\d+)/.exec(stdout)?.[1]) >= 20
}
