/** What `npm install -g` of the packed project brings: commands that run and units that start them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../../scripts/guest/project-root.ts'
import { lacking } from '../../scripts/package/lacking.ts'
import type { ServiceMachine } from '../../src/install/service-setup.ts'
import { serviceUnits } from '../../src/install/service-units.ts'
import { judgeLog } from '../e2e/judge.ts'
import { cannotCapture } from './stub.ts'

const skip = lacking('npm')
let directory = ''
/** What npm calls the prefix: the commands stand in its `bin`. */
let prefix = ''
before(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'camflow-npm-')))
  prefix = join(directory, 'prefix')
  if (skip) return
  // What is built is packed as it is: prepack would build it once more.
  run('npm', 'pack', '--ignore-scripts', '--pack-destination', directory, projectRoot)
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund']
  const packed = join(directory, `camflow-${version}.tgz`)
  run('npm', 'install', '--global', '--prefix', prefix, ...quiet, packed)
})
after(() => rmSync(directory, { recursive: true, force: true }))

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: directory, encoding: 'utf8' })
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

const installed = (name: string) => join(prefix, 'bin', name)

test('the commands are there and tell what they are', { skip }, () => {
  assert.match(run(installed('camflow'), '-h'), /^--track-file <filename> /m)
  for (const name of ['camflow', 'camflowd', 'camconfd']) {
    assert.match(run(installed(name), '--help'), new RegExp(name))
  }
  const modules = join(prefix, 'lib/node_modules/camflow/node_modules')
  assert.equal(existsSync(join(modules, 'koffi')), true)
  assert.equal(existsSync(join(modules, 'typescript')), false, 'nothing that only builds it')
})

test('camflow doctor names a mode, and camflow run records', {
  skip: skip || cannotCapture,
}, async () => {
  const { stdout } = spawnSync(installed('camflow'), ['doctor'], { encoding: 'utf8' })
  assert.match(stdout, /tracepoint/)
  const log = join(directory, 'true.log')
  run(installed('camflow'), 'run', '--capture', 'tracepoint', '--output', log, '--', 'true')
  await judgeLog(log)
})

test('the units that it writes start what npm has installed', { skip }, async () => {
  const root = join(directory, 'machine')
  const folder = join(prefix, 'lib/node_modules/camflow')
  const machine: ServiceMachine = {
    root,
    installation: { folder, node: process.execPath },
    systemctl: () => ({ status: 0, text: 'active' }),
    unload: async () => false,
  }
  mkdirSync(join(root, 'etc'), { recursive: true })
  const setup = pathToFileURL(join(folder, 'dist/src/install/service-setup.js')).href
  const { installService }: typeof import('../../src/install/service-setup.ts') = await import(
    setup
  )
  const { written } = installService(machine)
  assert.deepEqual(
    written.filter((file) => file.endsWith('.ini')),
    ['/etc/camflow.ini', '/etc/camflowd.ini'],
  )
  for (const unit of serviceUnits) {
    const text = readFileSync(join(root, '/etc/systemd/system', unit), 'utf8')
    const [, command = ''] = /^ExecStart=(.*)$/m.exec(text) ?? []
    const [node, program = ''] = command.split(' ')
    assert.equal(node, process.execPath)
    assert.ok(program.startsWith(folder), command)
    const config = join(
      root,
      unit.startsWith('camconfd') ? '/etc/camflow.ini' : '/etc/camflowd.ini',
    )
    run(process.execPath, program, '--check', '--config', config)
  }
})
