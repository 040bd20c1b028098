import type { FamilyDefinition } from '../definition.ts'

/**
 * The family `used`:
 * an activity took information from an entity (PROV-DM §5)..
 */
export const used = {
  name: 'used',
  number: 2,
  section: 'used',
  typeHigh: 0x80200000,
  senderKey: 'prov:entity',
  receiverKey: 'prov:activity',
  spadeType: 'Used',
  types: [
    { name: 'read', bit: 0, from: 'inode', to: 'task', source: 'file_permission' },
    { name: 'read_ioctl', bit: 1, from: 'inode', to: 'task', source: 'file_ioctl' },
    {
      name: 'memory_read',
      bit: 2,
      from: 'process memory',
      to: 'task',
      source: 'head of every "generates"; task_alloc; xattr write',
    },
    { name: 'accept', bit: 3, from: 'new socket inode', to: 'task', source: 'socket_accept' },
    {
      name: 'receive',
      bit: 4,
      from: 'socket inode',
      to: 'task',
      source: 'file_permission on a socket',
    },
    { name: 'receive_msg', bit: 5, from: 'socket inode', to: 'task', source: 'socket_recvmsg' },
    {
      name: 'receive_msg_queue',
      bit: 6,
      from: 'msg',
      to: 'receiving task',
      source: 'msg_queue_msgrcv',
    },
    { name: 'open', bit: 7, from: 'inode', to: 'task', source: 'file_open' },
    { name: 'file_rcv', bit: 8, from: 'inode', to: 'task', source: 'file_receive' },
    {
      name: 'file_sigio',
      bit: 9,
      from: 'inode',
      to: 'signalled task',
      source: 'file_send_sigiotask',
    },
    {
      name: 'search',
      bit: 10,
      from: 'directory inode',
      to: 'task',
      source: 'file_permission (execute bit on a directory)',
    },
    { name: 'getattr', bit: 11, from: 'inode', to: 'task', source: 'inode_getattr' },
    { name: 'read_link', bit: 12, from: 'inode', to: 'task', source: 'inode_readlink' },
    { name: 'getxattr', bit: 13, from: 'xattr', to: 'task', source: 'inode_getxattr' },
    { name: 'listxattr', bit: 14, from: 'inode', to: 'task', source: 'inode_listxattr' },
    { name: 'log', bit: 15, from: 'string', to: 'task', source: 'write to log / logp' },
    { name: 'perm_check', bit: 16, from: 'inode', to: 'task', source: 'inode_permission' },
    {
      name: 'getpgid',
      bit: 17,
      from: "target's process memory",
      to: 'task',
      source: 'task_getpgid',
    },
    { name: 'mmap', bit: 18, from: 'inode', to: 'task', source: 'mmap_file (shared mapping)' },
    {
      name: 'mmap_private',
      bit: 19,
      from: 'inode',
      to: 'task',
      source: 'mmap_file (any other mapping type)',
    },
    { name: 'load_file', bit: 20, from: 'inode', to: 'task', source: 'kernel_read_file' },
    {
      name: 'ptrace_read',
      bit: 21,
      from: "tracee's process memory",
      to: 'tracer task',
      source: 'ptrace_access_check',
    },
    {
      name: 'used_disc',
      bit: 22,
      from: 'any',
      to: 'any, chosen by user space',
      source: 'user space via relation',
    },
  ],
} as const satisfies FamilyDefinition
