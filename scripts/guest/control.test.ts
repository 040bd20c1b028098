import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kernelFaults, parseControl } from './control.ts'

test('reads release, exit code and kernel log of a guest that ended well', () => {
  assert.deepEqual(parseControl('ready 3.1 6.1.0-50-amd64\nexit 7\n[    0.0] Linux\nend\n'), {
    release: '6.1.0-50-amd64',
    exitCode: 7,
    dmesg: '[    0.0] Linux\n',
  })
})

test('has no exit code for a guest that died while the command ran', () => {
  assert.deepEqual(parseControl('ready 3.1 7.3.4\n'), { release: '7.3.4', dmesg: '' })
})

test('finds faults of the kernel and leaves harmless lines alone', () => {
  const fault = '[   12.5] WARNING: CPU: 0 PID: 7 at kernel/bpf/verifier.c:1 f+0x1'
  const stall = '[   60.1] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks: stall'
  const harmless = '[    0.1] Spectre V2 : WARNING: Unprivileged eBPF is enabled'
  assert.deepEqual(kernelFaults([harmless, fault, stall].join('\n')), [fault, stall])
})
