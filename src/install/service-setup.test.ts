import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  installService,
  removeService,
  type ServiceMachine,
  serviceStatus,
} from './service-setup.ts'
import { quoted } from './service-units.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const files = [
  '/etc/systemd/system/camconfd.service',
  '/etc/systemd/system/camflowd.service',
  '/etc/camflow.ini',
  '/etc/camflowd.ini',
]

interface FakeMachine extends ServiceMachine {
  /** What was asked of systemctl, and `unload`, in order. */
  readonly calls: readonly string[]
  put(file: string, text: string): void
  read(file: string): string
  has(file: string): boolean
}

/** A machine in a folder, whose systemd does as it is told. */
function aMachine(t: TestContext, { boots = true } = {}): FakeMachine {
  const root = mkdtempSync(join(tmpdir(), 'camflow-service-'))
  t.after(() => rmSync(root, { recursive: true }))
  const calls: string[] = []
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  put('/etc/hostname', 'fake\n')
  if (boots) put('/run/systemd/system/.there', '')
  return {
    ...{ root, calls, put },
    installation: { folder: project, node: '/opt/node 20/bin/node' },
    systemctl: (...args) => {
      calls.push(args.join(' '))
      return { status: 0, text: args[0] === 'is-active' ? 'active' : 'enabled' }
    },
    unload: async () => {
      calls.push('unload')
      return true
    },
    read: (file) => readFileSync(join(root, file), 'utf8'),
    has: (file) => existsSync(join(root, file)),
  }
}

test('installs units with the paths of this installation, samples, and starts them', (t) => {
  const machine = aMachine(t)
  assert.deepEqual(installService(machine), { written: files, kept: [], isStarted: true })
  const node = '"/opt/node 20/bin/node"'
  assert.match(
    machine.read('/etc/systemd/system/camconfd.service'),
    new RegExp(
      `^ExecStart=${node} ${project}dist/src/daemon/camconfd.js\n` +
        `ExecReload=${node} ${project}dist/src/daemon/camconfd.js\n` +
        `ExecStop=${node} ${project}dist/src/daemon/camconfd.js --unload$`,
      'm',
    ),
  )
  assert.match(
    machine.read('/etc/systemd/system/camflowd.service'),
    new RegExp(
      `^ExecStart=${node} ${project}dist/src/daemon/main.js --config /etc/camflowd.ini$`,
      'm',
    ),
  )
  assert.match(machine.read('/etc/camflow.ini'), /^enabled=true$/m)
  assert.equal(statSync(join(machine.root, '/etc/camflowd.ini')).mode & 0o777, 0o640)
  assert.deepEqual(machine.calls, [
    'daemon-reload',
    'enable camconfd.service camflowd.service',
    'start camconfd.service camflowd.service',
  ])
  assert.deepEqual(
    serviceStatus(machine).map(({ origin, activity }) => [origin, activity]),
    [
      ['this installation', 'active'],
      ['this installation', 'active'],
    ],
  )
})

test('installed again it stops the old programs first and keeps what the user has written', (t) => {
  const machine = aMachine(t)
  installService({ ...machine, installation: { folder: project, node: '/old/node' } })
  machine.put('/etc/camflow.ini', '[provenance]\nall=true\n')
  assert.equal(serviceStatus(machine)[0]?.origin, 'another installation')
  const before = machine.calls.length
  const report = installService(machine)
  assert.deepEqual(report.kept, ['/etc/camflow.ini', '/etc/camflowd.ini'])
  assert.equal(machine.read('/etc/camflow.ini'), '[provenance]\nall=true\n')
  assert.equal(machine.calls[before], 'stop camflowd.service camconfd.service')
  assert.equal(serviceStatus(machine)[0]?.origin, 'this installation')
})

test('removal leaves what the user has changed, and nothing else', async (t) => {
  const machine = aMachine(t)
  installService(machine)
  machine.put('/etc/camflowd.ini', '[general]\noutput=null\n')
  const before = machine.calls.length
  assert.deepEqual(await removeService(machine), {
    removed: files.slice(0, 3),
    kept: ['/etc/camflowd.ini'],
    isUnloaded: true,
  })
  assert.deepEqual(files.filter(machine.has), ['/etc/camflowd.ini'])
  assert.deepEqual(machine.calls.slice(before), [
    'stop camflowd.service camconfd.service',
    'disable camflowd.service camconfd.service',
    'daemon-reload',
    'unload',
  ])
  const nothing = { removed: [], kept: [], isUnloaded: false }
  assert.deepEqual(await removeService(machine), nothing, 'a second time')
})

test('without a running systemd the services are enabled for the next boot', (t) => {
  const machine = aMachine(t, { boots: false })
  assert.equal(installService(machine).isStarted, undefined)
  assert.deepEqual(machine.calls, ['enable camconfd.service camflowd.service'])
})

test("a package's units, and those of anybody else, are neither shadowed nor deleted", async (t) => {
  const packaged = '/usr/lib/systemd/system/camconfd.service'
  const masked = '/etc/systemd/system/camflowd.service'
  for (const file of [packaged, masked]) {
    const machine = aMachine(t)
    machine.put(file, '')
    const refusal = { code: 'CF_SERVICE_FOREIGN', message: new RegExp(`${file}$`) }
    assert.throws(() => installService(machine), refusal)
    await assert.rejects(removeService(machine), refusal)
    assert.equal(machine.has('/etc/camflow.ini'), false)
    assert.deepEqual(machine.calls, [])
  }
})

test('what systemd refuses is told in its words', (t) => {
  const machine = aMachine(t)
  const systemctl = () => ({ status: 1, text: 'Failed to enable unit: read-only' })
  assert.throws(() => installService({ ...machine, systemctl }), {
    code: 'CF_SERVICE_REFUSED',
    message: /systemctl daemon-reload: Failed to enable unit: read-only$/,
  })
})

test('words of a command line are quoted as systemd reads them', () => {
  assert.equal(quoted('/usr/bin/node'), '/usr/bin/node')
  assert.equal(quoted('/opt/a b/"c"/100%/$x'), '"/opt/a b/\\"c\\"/100%%/$$x"')
})
