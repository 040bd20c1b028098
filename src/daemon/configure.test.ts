import assert from 'node:assert/strict'
import { test } from 'node:test'
import { captureKeys } from '../config/capture-keys.ts'
import { capturePlan } from '../config/capture-plan.ts'
import { defaultConfig } from '../config/read.ts'
import { MemoryPlane } from '../policy/memory-plane.ts'
import { readConfigureRequest } from './camconfd-command-line.ts'
import { type CaptureDoor, configure, type Identity } from './configure.ts'
import { createTeller } from './journal.ts'

/** A kernel that loads a plane of memory. */
class FakeDoor implements CaptureDoor {
  plane: MemoryPlane | undefined
  isBroken = false

  open() {
    return this.plane
  }

  async load({ machineId, bootId }: Identity, ringBytes: number) {
    const isBroken = () => this.isBroken
    class Plane extends MemoryPlane {
      override changePolicy(parts: Parameters<MemoryPlane['changePolicy']>[0]) {
        if (isBroken()) throw new Error('refused')
        super.changePolicy(parts)
      }
    }
    const policy = { isEnabled: false }
    this.plane = new Plane({ facts: { machineId, bootId, ringBytes }, policy })
  }

  unload() {
    this.plane = undefined
  }
}

const plan = capturePlan({ ...defaultConfig(captureKeys), capturesAll: true, userTrack: [0] })

test('loads what is not loaded, and puts the policy in force', async () => {
  const door = new FakeDoor()
  const { isNew, facts, postponed } = await configure(door, plan, { machineId: 7, bootId: 3 })
  assert.equal(isNew, true)
  assert.deepEqual([facts.machineId, facts.bootId, facts.ringBytes], [7, 3, plan.ringBytes])
  assert.deepEqual(postponed, [])
  assert.equal(door.plane?.policy.isEnabled, true)
  assert.equal(door.plane?.policy.capturesAll, true)
  assert.deepEqual(door.plane?.targets(), [{ kind: 'user', uid: 0, track: true }])
})

test('a second run keeps the programs, their numbers and their ring, and says so', async () => {
  const door = new FakeDoor()
  await configure(door, plan, { machineId: 7, bootId: 3 })
  const other = { ...plan, targets: [], ringBytes: 2 ** 16 }
  const report = await configure(door, other, { machineId: 8, bootId: 4 })
  assert.equal(report.isNew, false)
  assert.deepEqual([report.facts.machineId, report.facts.bootId], [7, 3])
  assert.deepEqual(report.postponed, [
    `a ring of 65536 bytes instead of ${plan.ringBytes}`,
    'machine id 8 instead of 7',
  ])
  assert.deepEqual(door.plane?.targets(), [])
})

test('what was loaded goes away again when the policy is refused', async () => {
  const door = new FakeDoor()
  door.isBroken = true
  await assert.rejects(configure(door, plan, { machineId: 7, bootId: 3 }), /refused/)
  assert.equal(door.plane, undefined)
})

test('reads the command line and names the option at fault', () => {
  assert.equal(readConfigureRequest([])?.file, '/etc/camflow.ini')
  assert.equal(readConfigureRequest(['--check', '--config', 'f'])?.checksOnly, true)
  assert.equal(readConfigureRequest(['--help']), undefined)
  assert.throws(() => readConfigureRequest(['--capture', 'magic']), /--capture/)
  assert.throws(() => readConfigureRequest(['--check', '--unload']), /--check/)
  assert.throws(() => readConfigureRequest(['--bogus']), /--bogus/)
})

test('the journal gets the level of every line, a terminal the name of the program', () => {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  createTeller('camconfd', true, write)('warning', 'one\ntwo\n')
  createTeller('camconfd', false, write)('error', 'three')
  assert.equal(text, '<4>one\n<4>two\ncamconfd: three\n')
})
