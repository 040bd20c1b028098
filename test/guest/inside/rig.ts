import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { test } from 'node:test'

test('runs the kernel that was asked for', () => {
  assert.ok(release().startsWith(`${process.env.CAMFLOW_GUEST_KERNEL}.`), release())
})

test('has BPF among its security modules, without a boot parameter', () => {
  assert.match(readFileSync('/sys/kernel/security/lsm', 'utf8'), /\bbpf\b/)
})

test('has type information of its kernel', () => {
  assert.ok(readFileSync('/sys/kernel/btf/vmlinux').length > 1_000_000)
})

test('has what a booted system has mounted', () => {
  const mounts = readFileSync('/proc/mounts', 'utf8')
  for (const type of ['proc', 'sysfs', 'securityfs', 'bpf', 'tracefs', 'cgroup2', 'devpts']) {
    assert.match(mounts, new RegExp(`^\\S+ \\S+ ${type} `, 'm'))
  }
})

test('has a loopback device that is up', () => {
  const ping = spawnSync('bash', ['-c', 'exec 3<>/dev/tcp/127.0.0.1/9'], { encoding: 'utf8' })
  assert.match(ping.stderr, /refused/)
})

test('may write anywhere without the host seeing it, except in /out', () => {
  writeFileSync('/etc/written-by-a-guest', 'layer of memory\n')
  writeFileSync('/out/note', 'from the guest\n')
})

test('finds the modules of its kernel', () => {
  assert.equal(spawnSync('modprobe', ['--dry-run', 'veth']).status, 0)
})
