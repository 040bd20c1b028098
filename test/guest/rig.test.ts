import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootGuest } from '../../scripts/guest/boot.ts'
import { guestOutDir, guestTests } from './harness.ts'

guestTests('rig', {
  after: (_, { outDir }) => {
    assert.equal(readFileSync(join(outDir, 'note'), 'utf8'), 'from the guest\n')
  },
})

test('passes exit code and both streams of the command, byte for byte', async () => {
  const result = await bootGuest({
    command: ['sh', '-c', "printf 'a\\0b\\n'; echo \"it's $X\" >&2; exit 42"],
    env: { X: 'quoted "well"' },
    outDir: guestOutDir('rig streams'),
  })
  assert.equal(result.exitCode, 42)
  assert.equal(result.stdout, 'a\0b\n')
  assert.equal(result.stderr, 'it\'s quoted "well"\n')
})

test('counts instructions: the same work takes the same guest time', async () => {
  const result = await bootGuest({
    command: ['node', '--import', 'tsx', 'test/guest/inside/count.ts'],
    icount: true,
    outDir: guestOutDir('rig icount'),
  })
  const [first = 0, second = 0] = result.stdout.trim().split('\n').map(Number)
  assert.ok(first > 0 && Math.abs(first / second - 1) < 0.02, result.stdout + result.stderr)
})

test('boots with the list of security modules that is asked for', async () => {
  const result = await bootGuest({
    command: ['cat', '/sys/kernel/security/lsm'],
    lsm: 'capability,yama',
    outDir: guestOutDir('rig lsm'),
  })
  assert.match(result.stdout, /capability,yama/)
  assert.doesNotMatch(result.stdout, /bpf/)
})

test('says what a guest did that exceeds its time limit', async () => {
  const guest = bootGuest({
    command: ['sh', '-c', 'echo started; sleep 1000'],
    timeoutMs: 45_000,
    outDir: guestOutDir('rig timeout'),
  })
  await assert.rejects(guest, /stopped after 45 s, its time limit[\s\S]*started/)
})

test('shows the console of a guest whose kernel dies', async () => {
  const guest = bootGuest({
    command: ['sh', '-c', 'echo c > /proc/sysrq-trigger'],
    outDir: guestOutDir('rig panic'),
  })
  await assert.rejects(guest, /stopped before the command ended[\s\S]*Kernel panic/)
})
