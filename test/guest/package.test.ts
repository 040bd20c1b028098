import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootGuest } from '../../scripts/guest/boot.ts'
import { projectRoot } from '../../scripts/guest/project-root.ts'
import { lacking } from '../../scripts/package/lacking.ts'
import { packageDeb } from '../../scripts/package-deb.ts'
import { packageRpm } from '../../scripts/package-rpm.ts'
import { loadGraph } from '../../src/graph/load.ts'
import { FlowGraph } from '../e2e/flow-graph.ts'
import { judgeLog, verdictText } from '../e2e/judge.ts'
import { guestTests } from './harness.ts'

// One guest installs the Debian package onto a disk, and the configuration files of CamFlow's documentation.
// The next one boots from that disk with systemd: what the services then do, an upgrade, the removal, and the
// other ways to install are in inside/package.ts.

const kernel = '6.12'
const timeoutMs = 2_400_000
/** The sections of outputs that are not used have keys, too. */
const DOCUMENTED_RECORDING = `[general]
;output=null
;output=mqtt
;output=unix_socket
;output=fifo
output=log
format=w3c

[log]
path=/tmp/audit.log

[mqtt]
address=broker.example.org:1883
username=camflow
password=secret
; message delivered: 0 at most once, 1 at least once, 2 exactly once
qos=2

[unix]
address=/tmp/camflowd.sock

[fifo]
path=/tmp/camflowd-pipe
`
const disk = join(projectRoot, 'build/guest-tests/package.img')
/** The index of manual pages takes minutes on an emulated processor; this is man-db's own switch. */
const install =
  'rm -f /var/lib/man-db/auto-update; dpkg --install "$1" && cp /out/documented/*.ini /etc'

if (hasDebianNode()) {
  guestTests('package', {
    kernels: [kernel],
    timeoutMs,
    disk,
    systemd: true,
    before: async (outDir) => {
      rmSync(disk, { force: true })
      for (const revision of [1, 2]) {
        const file = packageDeb(outDir, { revision, compression: 'none' })
        renameSync(file, join(outDir, `camflow-${revision}.deb`))
      }
      if (!lacking('rpmbuild')) {
        for (const revision of [1, 2]) {
          const file = packageRpm(outDir, { revision, compression: 'none' })
          renameSync(file, join(outDir, `camflow-${revision}.rpm`))
        }
      }
      writeDocumentedFiles(join(outDir, 'documented'))
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

/** Both files as the documentation has them: no key that came later, and the minus sign in names of sections. */
function writeDocumentedFiles(folder: string): void {
  const golden = readFileSync(join(projectRoot, 'test/golden/camconfd.json'), 'utf8')
  const { cases } = JSON.parse(golden) as { cases: { name: string; ini: string }[] }
  const capture = cases.find(({ name }) => name === 'sample without the 0.9 keys')
  assert.ok(capture)
  mkdirSync(folder)
  writeFileSync(join(folder, 'camflow.ini'), capture.ini)
  writeFileSync(join(folder, 'camflowd.ini'), DOCUMENTED_RECORDING)
}

function hasDebianNode(): boolean {
  const { status, stdout } = spawnSync('dpkg-query', ['--show', 'nodejs'], { encoding: 'utf8' })
  return status === 0 && Number(/\t(\d+)/.exec(stdout)?.[1]) >= 20
}
