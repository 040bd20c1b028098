import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { captureKeys } from '../config/capture-keys.ts'
import { capturePlan } from '../config/capture-plan.ts'
import { policyFile } from '../config/dump.ts'
import { fakeMachine } from '../config/fake-machine.ts'
import { whyNotFilterable } from '../config/kinds.ts'
import { hasErrors } from '../config/problem.ts'
import { readConfig } from '../config/read.ts'
import { type Policy, relationMask, vertexMask } from '../kernel/policy.ts'
import type { ControlPlane, ObjectChange } from '../policy/control-plane.ts'
import { MemoryPlane } from '../policy/memory-plane.ts'
import type { Target, TargetAction } from '../policy/target.ts'
import { relationTypes, vertexTypes } from '../record/registry.ts'
import { applyPlan } from './apply-plan.ts'

function planOf(text: string) {
  const { config, problems } = readConfig(captureKeys, [{ file: 'f', text }], fakeMachine)
  assert.equal(hasErrors(problems), false, JSON.stringify(problems))
  return capturePlan(config)
}

function dump(plane: ControlPlane): string {
  const { policy } = plane
  const [targets, files] = [plane.targets(), plane.flaggedFiles()]
  return policyFile({ policy, targets, files, ringBytes: 2 ** 25, machineId: 0 }, fakeMachine)
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

test('a file that is not there is told and keeps nothing from being applied', () => {
  const plane = new MemoryPlane({ files: ['/there'] })
  const missing = applyPlan(plane, planOf('[file]\ntrack=/gone\ntrack=/there\n'))
  assert.deepEqual(
    missing.map(({ path }) => path),
    ['/gone'],
  )
  assert.equal(plane.file('/there').isTracked, true)
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
  const before = dump(plane)
  plane.isBroken = true
  const wrong = planOf('[provenance]\nall=true\n[group]\ntrack=adm\n[file]\ntrack=/c\ntrack=/b\n')
  assert.throws(() => applyPlan(plane, wrong), /no room/)
  assert.equal(dump(plane), before)
})

/** Without what the file cannot say: paths with blanks at the end, for example. */
function representable(text: string): string {
  return text.replaceAll(/^;\w+=.*\n/gm, '').replace('[file]\n\n', '')
}

/** Of ranges the first that matches counts, and no address is of two families. */
function byFamily(targets: readonly Target[]) {
  const isSix = (target: Target) => 'address' in target && target.address.includes(':')
  return [targets.filter((each) => !isSix(each)), targets.filter(isSix)]
}

const byte = fc.integer({ min: 0, max: 255 })
const range = fc.record({
  kind: fc.constantFrom('ingress' as const, 'egress' as const),
  address: fc.oneof(
    fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.')),
    fc.ipV6().map((text) => new URL(`http://[${text}]`).hostname.slice(1, -1)),
  ),
  port: fc.integer({ min: 0, max: 65_535 }),
})
const trackOrOpaque = fc.constantFrom<TargetAction>(
  { track: true },
  { track: true, propagate: true },
  { opaque: true },
)
const target: fc.Arbitrary<Target> = fc.oneof(
  fc
    .tuple(
      range,
      fc.constantFrom(
        { track: true },
        { track: true, propagate: true },
        { track: true, record: true },
      ),
    )
    .map(([key, action]) => ({
      ...key,
      prefix: key.address.includes(':') ? 128 : 32,
      ...action,
    })),
  fc
    .tuple(fc.nat(9), trackOrOpaque)
    .map(([uid, action]) => ({ kind: 'user' as const, uid, ...action })),
  fc
    .tuple(fc.nat(9), trackOrOpaque)
    .map(([gid, action]) => ({ kind: 'group' as const, gid, ...action })),
  fc
    .tuple(fc.stringMatching(/^[a-z_:]{1,20}$/), trackOrOpaque)
    .map(([context, action]) => ({ kind: 'secctx' as const, context, ...action })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 32 - 1 }), trackOrOpaque)
    .map(([cgroup, action]) => ({ kind: 'namespace' as const, cgroup, ...action })),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 2n ** 63n }), trackOrOpaque)
    .map(([id, action]) => ({ kind: 'cgroup' as const, id, ...action })),
)

const vertices = fc
  .subarray(vertexTypes.map(({ name }) => name).filter((name) => name !== 'string'))
  .map((names) => vertexMask(...names))
function relations(family: string) {
  const names = relationTypes.filter(
    (type) => type.family.name === family && whyNotFilterable(type.name) === undefined,
  )
  return fc.subarray(names.map(({ name }) => name)).map((some) => relationMask(family, ...some))
}
const policy: fc.Arbitrary<Policy> = fc.record({
  isEnabled: fc.boolean(),
  capturesAll: fc.boolean(),
  versions: fc.boolean(),
  compressesNodes: fc.boolean(),
  compressesEdges: fc.boolean(),
  duplicates: fc.boolean(),
  nodeFilter: vertices,
  propagateNodeFilter: vertices,
  derivedFilter: relations('derived'),
  generatedFilter: relations('generated'),
  usedFilter: relations('used'),
  informedFilter: relations('informed'),
  propagateDerivedFilter: relations('derived'),
  propagateGeneratedFilter: relations('generated'),
  propagateUsedFilter: relations('used'),
  propagateInformedFilter: relations('informed'),
})
const file = fc.tuple(
  fc.string({ minLength: 1, maxLength: 20 }).map((name) => `/${name}`),
  fc.constantFrom<ObjectChange>(
    { track: true },
    { track: true, propagate: true },
    { opaque: true },
  ),
)

test('camflow -c; camconfd; camflow -c is a fixed point for any policy', () => {
  fc.assert(
    fc.property(policy, fc.array(target), fc.array(file), (switches, targets, files) => {
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
