import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseProgram, missingHooks, sparedBy } from './selection.ts'

const kernel = {
  functions: new Map([
    ['bpf_lsm_inode_setattr', 3],
    ['security_file_open', 1],
    ['bpf_iter_task', 2],
  ]),
  tracepoints: new Map([['sched_process_exec', 3]]),
}

const choose = (name: string, section: string) => chooseProgram({ name, section }, kernel)

test('attaches a program whose hook is there', () => {
  assert.equal(choose('file_open', 'fexit/security_file_open').action, 'attach')
  assert.equal(choose('exec', 'tp_btf/sched_process_exec').action, 'attach')
  assert.equal(choose('old', 'tracepoint/syscalls/sys_enter_open').action, 'attach')
})

test('skips a program whose hook is not there and says so', () => {
  const choice = choose('file_post_open', 'lsm/file_post_open')
  assert.equal(choice.action, 'skip')
  assert.equal(choice.reason, 'the kernel has no LSM hook file_post_open')
})

test('of the signature variants takes the one with the right number of parameters', () => {
  const choices = [
    choose('inode_setattr__2', 'lsm/inode_setattr'),
    choose('inode_setattr__3', 'lsm/inode_setattr'),
  ]
  assert.deepEqual(
    choices.map((choice) => choice.action),
    ['skip', 'attach'],
  )
  assert.equal(missingHooks(choices).size, 0)
})

test('a hook without any fitting variant is missing', () => {
  const missing = missingHooks([choose('inode_setattr__2', 'lsm/inode_setattr')])
  assert.deepEqual([...missing], [['lsm/inode_setattr', 'LSM hook inode_setattr has 3 parameters']])
})

test('iterators and tail-call targets are loaded and not attached', () => {
  assert.equal(choose('control_process', 'iter/task').action, 'load')
  assert.equal(choose('tail_read', 'tp_btf/sched_process_exec').action, 'load')
})

test('the hook before a receive is spared where the end of the receive is seen', () => {
  assert.equal(sparedBy('socket_recvmsg'), 'sock_recvmsg')
  assert.equal(sparedBy('socket_recvmsg__again'), 'sock_recvmsg')
  assert.equal(sparedBy('sock_recvmsg'), undefined)
})
