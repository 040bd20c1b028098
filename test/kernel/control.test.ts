/** The policy of loaded programs on this kernel: needs root and what `npm run build` makes; captures nothing. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { runningPolicy } from '../../src/cli/options/configuration.ts'
import { captureKeys } from '../../src/config/capture-keys.ts'
import { capturePlan } from '../../src/config/capture-plan.ts'
import { fakeMachine } from '../../src/config/fake-machine.ts'
import { readConfig } from '../../src/config/read.ts'
import { applyPlan } from '../../src/daemon/apply-plan.ts'
import { unpin } from '../../src/kernel/pins.ts'
import { contextModule } from '../../src/kernel/security-contexts.ts'
import { openControlPlane } from '../../src/policy/kernel-plane.ts'
import type { Target } from '../../src/policy/target.ts'
import { anyPolicy, anyTarget, byFamily } from '../contract/policy-arbitrary.ts'
import { programWords } from '../program.ts'
import { cannotCapture } from './stub.ts'

const PINS = '/sys/fs/bpf/camflow-control-test'
const skip = cannotCapture

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-control-'))
})
after(() => {
  rmSync(directory, { recursive: true, force: true })
  if (!skip) unpin(PINS)
})

function run(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...programWords(program), ...args],
    { encoding: 'utf8', env: { ...process.env, CAMFLOW_PIN: PINS } },
  )
  return { status, stdout, stderr }
}

function camconfd(text: string, ...more: readonly string[]) {
  const file = join(directory, 'camflow.ini')
  writeFileSync(file, text)
  const places = ['--config', file, '--pin', PINS, '--ids', directory, '--capture', 'tracepoint']
  return run('daemon/camconfd', ...places, ...more)
}

const camflow = (...args: readonly string[]) => run('cli/main', ...args)

test('camconfd loads, applies, and the second time undoes what the file no longer says', {
  skip,
}, () => {
  const target = join(directory, 'target')
  writeFileSync(target, '')
  const wrong = camconfd('[provenance]\nrelation_filter=nope\n[user]\ntrack=no-such-user\n')
  assert.equal(wrong.status, 255)
  assert.match(wrong.stderr, /:2: error: .*nope/)
  assert.match(wrong.stderr, /:4: error: .*no-such-user/)
  assert.equal(existsSync(PINS), false)
  const off = '[provenance]\nenabled=false\n'
  const first = camconfd(
    `${off}machine_id=77\nnode_filter=envp\n[user]\ntrack=root\n` +
      `[ipv4\u2212egress]\npropagate=10.1.2.3/8:80\n[file]\ntrack=${target}\n[relay]\nbuff_exp=16\n` +
      'subuf_nb=6\n[secctx]\nopaque=a:b:c\n',
  )
  assert.equal(first.status, 0, first.stderr)
  const hasContexts = contextModule() !== undefined
  const warning = /:15: warning: \[secctx\] opaque: this machine has no security contexts/
  assert.equal(warning.test(first.stderr), !hasContexts)
  if (!hasContexts) {
    const refused = camflow('track', 'secctx', 'docker-default (enforce)')
    assert.notEqual(refused.status, 0)
    assert.match(refused.stderr, /This machine has no security contexts that capture can read/)
  }
  const state = camflow('-s')
  assert.match(state.stdout, /^Machine id: 77\n/)
  assert.match(state.stdout, /^- capture disabled;\n/m)
  assert.match(state.stdout, /^Node filter \(4000000\):\nenvp\n/m)
  assert.match(state.stdout, /^IPv4 egress filter \(1\)\.\n10\.0\.0\.0\/8:80 propagate\n/m)
  assert.match(state.stdout, /^User filter \(1\)\.\nroot track\n/m)
  const dump = camflow('-c').stdout
  assert.match(dump, new RegExp(`^\\[file\\]\ntrack=${target}\n`, 'm'))
  assert.match(dump, /^\[relay\]\nbuff_exp=16\nsubuf_nb=6\n/m, 'as the file says it')
  assert.equal(camconfd(dump).status, 0)
  assert.equal(camflow('-c').stdout, dump)
  assert.equal(camconfd(`${off}machine_id=77\n`).status, 0)
  assert.doesNotMatch(camflow('-c').stdout, /^(\[file\]|track=|propagate=|node_filter=)/m)
})

test('a file flagged by a descriptor is listed by its own path, and not at all without one', {
  skip,
}, () => {
  const file = join(directory, 'by-descriptor')
  const plane = openControlPlane(PINS)
  const fd = openSync(file, 'w')
  try {
    const name = `/proc/self/fd/${fd}`
    assert.equal(plane.changeFile(name, { track: true })?.isTracked, true)
    assert.deepEqual(
      plane.flaggedFiles().map(({ path }) => path),
      [file],
    )
    plane.changeFile(file, { track: false })
    rmSync(file)
    assert.equal(plane.changeFile(name, { track: true })?.isTracked, true)
    assert.deepEqual(plane.flaggedFiles(), [])
    plane.changeFile(name, { track: false })
    assert.throws(() => plane.changeFile(file, { taint: -1n }), RangeError)
    assert.throws(() => plane.process(1.5), TypeError)
  } finally {
    closeSync(fd)
    plane.close()
  }
})

test('camflow -c; camconfd; camflow -c is a fixed point in this kernel', { skip }, () => {
  const plane = openControlPlane(PINS)
  const read = (text: string) =>
    capturePlan(readConfig(captureKeys, [{ file: 'f', text }], fakeMachine).config)
  const canSet = ({ kind }: Target) => kind !== 'secctx' || plane.facts.contextModule !== undefined
  const targets = fc.array(anyTarget.filter(canSet))
  try {
    fc.assert(
      fc.property(anyPolicy, targets, (policy, some) => {
        plane.changePolicy({ ...policy, isEnabled: false })
        plane.replaceTargets(some)
        const before = byFamily(plane.targets())
        const text = runningPolicy(plane, fakeMachine)
        plane.replaceTargets([])
        applyPlan(plane, read(text))
        assert.equal(runningPolicy(plane, fakeMachine), text)
        assert.deepEqual(byFamily(plane.targets()), before)
      }),
      { numRuns: 50 },
    )
  } finally {
    plane.close()
  }
})

test('camconfd --unload leaves nothing pinned', { skip }, () => {
  assert.equal(camconfd('', '--unload').status, 0)
  assert.equal(existsSync(PINS), false)
  assert.equal(camflow('-s').status, 255)
})
