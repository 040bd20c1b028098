/** What who is not root sees of a service, on this kernel: through maps that are opened to read only. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startCapture } from '../../src/capture/session.ts'
import { runOption } from '../../src/cli/control-run.ts'
import { thisMachine } from '../../src/config/files.ts'
import { disclosureFileOf } from '../../src/kernel/disclosure-file.ts'
import { libbpf } from '../../src/kernel/libbpf.ts'
import { openPinned, unpin } from '../../src/kernel/pins.ts'
import { openPublicState, publishState, withdrawState } from '../../src/kernel/public-state.ts'
import type { ControlPlane } from '../../src/policy/control-plane.ts'
import { openControlPlane } from '../../src/policy/kernel-plane.ts'
import { ShownPlane } from '../../src/policy/shown-plane.ts'
import { cannotCapture } from './stub.ts'

const skip = cannotCapture
const PINS = `/sys/fs/bpf/camflow-shown-${process.pid}`
const STATE = `${PINS}/state`
let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'camflow-shown-'))
})
after(() => {
  if (!skip) unpin(PINS)
  rmSync(directory, { recursive: true, force: true })
})

function printed(plane: ControlPlane, option: string, ...args: readonly string[]): string {
  let text = ''
  const code = runOption([option, ...args], {
    plane: () => plane,
    terminal: {
      out: (part) => {
        text += part
      },
      err: (part) => {
        text += part
      },
      isColoured: false,
    },
    surroundings: thisMachine,
    labels: { bitOf: () => 0, all: () => [] },
  })
  return `${code} ${text}`
}

test('it is what root sees, but for the files of the policy, and nothing of it can be changed', {
  skip,
}, async () => {
  await using _ = await startCapture({ mode: 'tracepoint', pinDirectory: PINS })
  const programs = openPinned(PINS)
  assert.equal(publishState(programs, STATE), 0)
  assert.equal(publishState(programs, STATE), 0, 'what another capture has left there')
  programs.close()
  const all = openControlPlane(PINS)
  const shown = openPublicState(STATE)
  assert.ok(shown)
  const some: ControlPlane = new ShownPlane(shown, disclosureFileOf(PINS))
  const file = join(directory, 'file')
  writeFileSync(file, 'text')
  all.setTarget({ kind: 'user', uid: 54_321, track: true })
  all.setTarget({ kind: 'ingress', address: '192.0.2.7', prefix: 32, port: 0, track: true })
  all.changePolicy({ nodeFilter: 4n, compressesEdges: false })
  for (const option of ['-s', '-p', '-v', '--drop']) {
    assert.equal(printed(some, option), printed(all, option), option)
  }
  const hidden = '\n; the section [file] is shown to root only\n'
  const policy = printed(some, '-c')
  assert.ok(policy.includes(hidden), policy)
  assert.equal(policy.replace(hidden, ''), printed(all, '-c'))
  all.changeFile(file, { track: true, taint: 32n })
  assert.deepEqual(some.file(file), all.file(file))
  assert.match(printed(all, '-c'), new RegExp(`^track=${file}$`, 'm'))
  assert.doesNotMatch(printed(some, '-c'), new RegExp(file))
  assert.deepEqual(some.facts, all.facts)

  assert.throws(() => some.changePolicy({ capturesAll: true }), { code: 'CF_ROOT_ONLY' })
  assert.match(printed(some, '-a', 'true'), /^1 camflow: Only root may change/)
  assert.match(printed(some, '--process', '1'), /^255 camflow: Only root may .* look at a process/)
  const control = shown.maps.get('control') ?? -1
  const key = new Uint8Array(4)
  const result = libbpf().bpf_map_update_elem(control, key, new Uint8Array(4096), 0)
  assert.equal(result, -1, 'EPERM: the kernel itself holds it')
  assert.equal(shown.maps.has('relay'), false)
  some.close()
  all.close()
  withdrawState(STATE)
  assert.equal(existsSync(STATE), false)
})
