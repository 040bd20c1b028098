import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  anyFile,
  anyPolicy,
  anyTarget,
  byFamily,
  representable,
} from '../../test/contract/policy-arbitrary.ts'
import { captureKeys } from '../config/capture-keys.ts'
import { capturePlan } from '../config/capture-plan.ts'
import { policyFile } from '../config/dump.ts'
import { fakeMachine } from '../config/fake-machine.ts'
import { hasErrors } from '../config/problem.ts'
import { readConfig } from '../config/read.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import { MemoryPlane } from '../policy/memory-plane.ts'
import { applyPlan } from './apply-plan.ts'

function planOf(text: string) {
  const { config, problems } = readConfig(captureKeys, [{ file: 'f', text }], fakeMachine)
  assert.equal(hasErrors(problems), false, JSON.stringify(problems))
  return capturePlan(config)
}

function dump(plane: ControlPlane): string {
  const { policy } = plane
  const [targets, files] = [plane.targets(), plane.flaggedFiles()]
  const persists = plane.persistence.isOn
  const more = { ringBytes: 2 ** 25, machineId: 0 }
  return policyFile({ policy, persists, targets, files, ...more }, fakeMachine)
}

test('a second run undoes what the file does not say any more', () => {
  const plane = new MemoryPlane()
  applyPlan(
    plane,
    planOf(
      '[provenance]\nall=true\nnode_filter=char\n[user]\ntrack=root\n[file]\nopaque=/a\ntrack=/b\n',
    ),
  )
  assert.deepEqual(plane.targets(), [{ kind: 'user' as const, uid: 0, track: true }])
  assert.equal(plane.file('/a').isOpaque, true)
  applyPlan(plane, planOf('[file]\ntrack=/b\n'))
  assert.deepEqual(plane.targets(), [])
  assert.equal(plane.file('/a').isOpaque, false)
  assert.equal(plane.file('/b').isTracked, true)
  assert.equal(plane.policy.nodeFilter, 0n)
  assert.equal(plane.policy.capturesAll, false)
})

test('what a file says of the ring in force is kept, and of another one not', () => {
  const ringBytes = planOf('[relay]\nbuff_exp=16\nsubuf_nb=6\n').ringBytes
  const plane = new MemoryPlane({ facts: { ringBytes } })
  applyPlan(plane, planOf('[relay]\nbuff_exp=16\nsubuf_nb=6\n'))
  assert.deepEqual(plane.relayBuffers, { bufferExponent: 16, bufferCount: 6 })
  applyPlan(plane, planOf('[relay]\nbuff_exp=12\nsubuf_nb=1\n'))
  assert.deepEqual(plane.relayBuffers, { bufferExponent: 16, bufferCount: 6 })
})

test('a file that is not there is told and keeps nothing from being applied', () => {
  const plane = new MemoryPlane({ files: ['/there'] })
  const { missing } = applyPlan(plane, planOf('[file]\ntrack=/gone\ntrack=/there\n'))
  assert.deepEqual(
    missing.map(({ path }) => path),
    ['/gone'],
  )
  assert.equal(plane.file('/there').isTracked, true)
})

test('security contexts that the machine does not have are told and keep nothing from being applied', () => {
  const plan = planOf('[secctx]\ntrack=docker-default (enforce)\n[user]\ntrack=root\n')
  const context = { kind: 'secctx' as const, context: 'docker-default (enforce)', track: true }
  const user = { kind: 'user' as const, uid: 0, track: true }
  const without = new MemoryPlane({ facts: { contextModule: undefined } })
  assert.deepEqual(applyPlan(without, plan).unsupported, [context])
  assert.deepEqual(without.targets(), [user])
  const plane = new MemoryPlane()
  assert.deepEqual(applyPlan(plane, plan).unsupported, [])
  assert.deepEqual(plane.targets(), [context, user])
})

test('a step that fails leaves everything as it was', () => {
  class Failing extends MemoryPlane {
    isBroken = false
    override changeFile(path: string, change: Parameters<MemoryPlane['changeFile']>[1]) {
      if (this.isBroken && path === '/b') {
        this.isBroken = false
        throw new Error('no room')
      }
      return super.changeFile(path, change)
    }
  }
  const plane = new Failing()
  applyPlan(plane, planOf('[user]\ntrack=root\n[file]\nopaque=/a\n'))
  assert.equal(plane.persistence.isOn, false)
  const before = dump(plane)
  plane.isBroken = true
  const wrong = planOf(
    '[provenance]\nall=true\npersist=true\n[group]\ntrack=adm\n[file]\ntrack=/c\ntrack=/b\n',
  )
  assert.throws(() => applyPlan(plane, wrong), /no room/)
  assert.equal(dump(plane), before)
})

test('flags are kept with files when the file says so, and not any more when it does not', () => {
  const plane = new MemoryPlane()
  applyPlan(plane, planOf('[provenance]\npersist=true\n'))
  assert.equal(plane.persistence.isOn, true)
  assert.match(dump(plane), /^persist=true$/m)
  applyPlan(plane, planOf(''))
  assert.equal(plane.persistence.isOn, false)
})

test('a file that cannot keep its flags is told with the reason', () => {
  class ReadOnly extends MemoryPlane {
    override changeFile(path: string, change: Parameters<MemoryPlane['changeFile']>[1]) {
      const state = super.changeFile(path, change)
      return state && { ...state, unsaved: 'EROFS' }
    }
  }
  const { missing } = applyPlan(new ReadOnly(), planOf('[file]\ntrack=/usr/bin/wget\n'))
  assert.deepEqual(missing, [
    { path: '/usr/bin/wget', reason: 'its flags are not saved with it: EROFS' },
  ])
})

test('camflow -c; camconfd; camflow -c is a fixed point for any policy', () => {
  fc.assert(
    fc.property(anyPolicy, fc.array(anyTarget), fc.array(anyFile), (switches, targets, files) => {
      const running = new MemoryPlane({ policy: switches })
      running.replaceTargets(targets)
      for (const [path, change] of files) running.changeFile(path, change)
      const first = dump(running)
      const configured = new MemoryPlane()
      applyPlan(configured, planOf(first))
      assert.equal(dump(configured), representable(first))
      assert.deepEqual(configured.policy, running.policy)
      assert.deepEqual(byFamily(configured.targets()), byFamily(running.targets()))
    }),
  )
})
