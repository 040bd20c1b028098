import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseGuestArguments } from './command-line.ts'

test('takes what follows -- as the command, options of its own included', () => {
  const parsed = parseGuestArguments(['--kernel', '6.1', '--cpus', '1', '--', 'ls', '--help'])
  assert.deepEqual(parsed, {
    command: ['ls', '--help'],
    icount: false,
    writesDmesg: false,
    isVerbose: false,
    kernel: '6.1',
    cpus: 1,
  })
})

test('finds the command without --, after its own options', () => {
  const parsed = parseGuestArguments(['--icount', '--timeout', '9', 'uname', '-r'])
  assert.ok(typeof parsed === 'object')
  assert.deepEqual(parsed.command, ['uname', '-r'])
  assert.equal(parsed.timeoutMs, 9000)
})

test('takes a disk and the services that are enabled on it', () => {
  const parsed = parseGuestArguments(['--disk', 'a.img', '--systemd', '--', 'systemctl'])
  assert.ok(typeof parsed === 'object')
  assert.deepEqual([parsed.disk, parsed.systemd], ['a.img', true])
})

test('gives a single word with blanks to a shell', () => {
  const parsed = parseGuestArguments(['--', 'uname -r; id'])
  assert.ok(typeof parsed === 'object')
  assert.deepEqual(parsed.command, ['sh', '-c', 'uname -r; id'])
})

test('names the option that is wrong', () => {
  assert.throws(() => parseGuestArguments(['--kernel', '5.4', 'ls']), /--kernel 5\.4/)
  assert.throws(() => parseGuestArguments(['--cpus', 'two', 'ls']), /--cpus two/)
  assert.throws(() => parseGuestArguments(['--kernel', '6.1']), /no command/)
})
