/** Where the fields stand in the messages of vertices, and under which name formats write them. */
import { offsetOf } from '../record/layout.ts'

/** Bytes from the start of the message by member. */
function offsetsOf<const M extends string>(
  struct: string,
  members: readonly M[],
): Readonly<Record<M, number>> {
  const pairs = members.map((member) => [member, offsetOf(struct, member)])
  return Object.fromEntries(pairs) as Record<M, number>
}

export const MEMORY = offsetsOf('vertex_process_memory', ['uid', 'gid', 'tgid', 'secid'])
export const INODE = offsetsOf('vertex_inode', ['ino', 'uid', 'gid', 'secid', 'mode', 'sb_uuid'])
export const IATTR = offsetsOf('vertex_iattr', [
  'valid',
  'mode',
  'uid',
  'gid',
  'length',
  'atime',
  'ctime',
  'mtime',
])
export const XATTR = offsetsOf('vertex_xattr', ['value_size', 'name'])
/** Bytes of the name of an extended attribute, its NUL included. */
export const XATTR_NAME_BYTES = 256
export const SHM = offsetsOf('vertex_shm', ['mode'])
export const DISCLOSED = offsetsOf('vertex_disclosed', ['parent', 'parent_version'])
export const TASK_SECID = offsetOf('vertex_task', 'secid')
export const TASK_EXIT = offsetOf('vertex_task', 'exit_status')
export const TASK_CGROUP = offsetOf('vertex_task', 'cgroup')

/** Fields of a task in the order in which they are written: numbers, 64-bit strings, namespaces. */
export const TASK_NUMBERS = ['pid', 'vpid'] as const
export const TASK_COUNTERS = [
  'utime',
  'stime',
  'vm',
  'rss',
  'hw_vm',
  'hw_rss',
  'rbytes',
  'wbytes',
  'cancel_wbytes',
] as const
export const TASK_NAMESPACES = ['utsns', 'ipcns', 'mntns', 'pidns', 'netns', 'cgroupns'] as const
