import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUsed } from './attachments.ts'
import { hookRelations } from './hook-relations.gen.ts'
import { defaultPolicy, relationMask, withoutDetails } from './policy.ts'

const programs = [...Object.keys(hookRelations), 'not_in_the_table']
const unusedWith = (change: Partial<typeof defaultPolicy>) =>
  programs.filter((name) => !isUsed(name, { ...defaultPolicy, ...change }))

test('the default policy has a use for every hook, a capture that nobody configured for all but details', () => {
  assert.deepEqual(unusedWith({}), [])
  const packets = ['net_dev_queue', 'socket_sock_rcv_skb']
  const descriptors = ['close', 'dup', 'dup2', 'dup3', 'file_fcntl', 'filp_close']
  assert.deepEqual(unusedWith(withoutDetails(['packets'])).sort(), descriptors)
  assert.deepEqual(unusedWith(withoutDetails(['descriptors'])), packets)
  assert.deepEqual(unusedWith(withoutDetails()).sort(), [...descriptors, ...packets].sort())
})

test('a hook is unused when all of its relations are filtered', () => {
  const usedFilter = relationMask('used', 'getattr', 'perm_check', 'read')
  assert.deepEqual(unusedWith({ usedFilter }), ['inode_getattr', 'inode_permission'])
  const filters = {
    usedFilter: relationMask('used', 'read', 'receive_msg'),
    generatedFilter: relationMask('generated', 'write'),
    derivedFilter: relationMask('derived', 'send_unix'),
  }
  assert.ok(unusedWith(filters).includes('do_splice'))
})

test('hooks that others rely on stay, whatever is filtered', () => {
  const all = (1n << 64n) - 1n
  const filters = { usedFilter: all, generatedFilter: all, derivedFilter: all, informedFilter: all }
  const kept = programs.filter((name) => !unusedWith(filters).includes(name))
  for (const name of [
    'sched_process_fork',
    'cred_prepare',
    'inode_free_security',
    'd_instantiate',
  ]) {
    assert.ok(kept.includes(name), name)
  }
  assert.ok(!kept.includes('sys_exit') && !kept.includes('file_permission'))
})

test('with capture disabled nothing is used', () => {
  assert.deepEqual(unusedWith({ isEnabled: false }), programs)
})
