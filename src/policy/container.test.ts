import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Containers, containerIn } from './container.ts'

const ID = '4f3c2b1a'.repeat(8)

const paths: Readonly<Record<string, string | undefined>> = {
  [`/docker/${ID}`]: ID,
  [`/system.slice/docker-${ID}.scope`]: ID,
  [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`]: ID,
  [`/machine.slice/libpod-${ID}.scope/container`]: ID,
  '/lxc.payload.web/system.slice': 'web',
  '/machine.slice/machine-debian.scope/payload': 'debian',
  '/user.slice/user-0.slice/session-1.scope': undefined,
  [`/user.slice/${ID.slice(1)}`]: undefined,
  '': undefined,
}

for (const [path, expected] of Object.entries(paths)) {
  test(`${path || '/'} names ${expected === undefined ? 'no container' : 'a container'}`, () => {
    assert.equal(containerIn(path), expected)
  })
}

test('a group is found by its number, also one that is made later; one that is gone has no container', () => {
  const mount = mkdtempSync(join(tmpdir(), 'camflow-cgroups-'))
  const made = (path: string) => {
    mkdirSync(mount + path, { recursive: true })
    return Number(BigInt.asUintN(32, statSync(mount + path, { bigint: true }).ino))
  }
  const containers = new Containers(mount)
  const first = made(`/docker/${ID}`)
  const plain = made('/user.slice')
  assert.deepEqual([containers.of(first), containers.of(plain)], [ID, undefined])
  const later = made('/lxc.payload.web/init.scope')
  assert.equal(containers.of(later), 'web')
  rmSync(mount, { recursive: true })
  assert.equal(new Containers(mount).of(first), undefined)
  assert.equal(containers.of(first), ID, 'what was found is kept')
})
