/**
 * What the tracepoint mode sees of each hook's flows. It looks at descriptors when a system call
 * returns, so what has only a name, and what happens between two calls, stays unseen. The page of hooks is
 * not made while a hook has no line here.
 */

/** One hook in tracepoint mode. */
export interface TracepointView {
  /**
   * Which of the system calls that show the hook's relations are its own; `none`: these flows are not
   * seen. Left out: all of them.
   */
  readonly calls?: RegExp | 'none'
  /** What is not seen, in a sentence; empty: nothing is missing. */
  readonly limit: string
}

const BY_PATH = 'named by a path, not by a descriptor'

/** By hook. */
export const tracepointViews: Readonly<Record<string, TracepointView>> = {
  sched_process_fork: { limit: '' },
  sched_process_exit: {
    limit: 'Memory ends with the last thread of its process; that of a `set*id` call has no end.',
  },
  sched_process_exec: {
    limit: 'The interpreter that the kernel maps for a program (ld.so) is not seen.',
  },
  sys_exit: { limit: '' },
  cgroup_attach_task: { limit: '' },
  control_disclose: { limit: '' },
  commit_creds: { limit: 'Seen at the end of the call.' },
  switch_task_namespaces: { calls: 'none', limit: 'Seen at the next version of the task.' },
  cred_prepare: {
    limit: 'Copies that no process runs with, as access(2) makes, have no vertex.',
  },
  task_fix_setuid: { calls: /uid$/, limit: 'Which of the calls it was (LSM_SETID_*) is not told.' },
  task_fix_setgid: { calls: /gid$/, limit: 'As task_fix_setuid.' },
  cred_free: { limit: 'Only the end of a process is seen, not that of credentials it replaced.' },
  task_alloc: { calls: 'none', limit: 'The `clone` relation carries no flags.' },
  bprm_creds_for_exec: {
    limit: 'Of a script: `exec` comes from its interpreter, the script is seen when that reads it.',
  },
  bprm_check_security: {
    calls: 'none',
    limit: 'Only the last interpreter of a script is a source of `exec`.',
  },
  bprm_committing_creds: { limit: '' },
  inode_permission: {
    calls: 'none',
    limit: 'No `perm_check`: path walks and access checks make no descriptor.',
  },
  inode_getattr: { limit: `stat, lstat, and fstatat and statx of a path: ${BY_PATH}.` },
  inode_readlink: { calls: 'none', limit: `readlink and readlinkat: ${BY_PATH}.` },
  inode_follow_link: { calls: 'none', limit: 'Links that a path walk goes through.' },
  inode_link: { calls: 'none', limit: `link and linkat: ${BY_PATH}; the new name is not learnt.` },
  inode_unlink: { calls: 'none', limit: `unlink and unlinkat: ${BY_PATH}.` },
  inode_rmdir: { calls: 'none', limit: `rmdir and unlinkat: ${BY_PATH}.` },
  inode_rename: {
    calls: 'none',
    limit: `rename, renameat, renameat2: ${BY_PATH}; a file keeps the name it was first seen with.`,
  },
  vfs_rename: { calls: 'none', limit: '' },
  inode_setattr: {
    limit:
      'chmod, fchmodat, chown, lchown, fchownat, truncate and utimensat of a path, ' +
      'and open with O_TRUNC; the changed attributes show at the next use of the file.',
  },
  inode_free_security: {
    calls: 'none',
    limit: 'The end of an inode: there is no `free`.',
  },
  inode_create: {
    calls: 'none',
    limit: 'No edge to the directory; the new file has its own (d_instantiate).',
  },
  inode_mkdir: { calls: 'none', limit: `mkdir and mkdirat: ${BY_PATH}.` },
  inode_mknod: { calls: 'none', limit: `mknod, mknodat, mkfifo, bind of a path: ${BY_PATH}.` },
  inode_symlink: { calls: 'none', limit: `symlink and symlinkat: ${BY_PATH}.` },
  d_instantiate: { limit: 'Directories, links, devices and FIFOs that are made by name.' },
  file_permission: {
    limit: 'vmsplice and io_uring; what the kernel reads for itself (the headers of a program).',
  },
  file_open: {
    limit: 'open_by_handle_at; files that the kernel opens for a process (its program, libraries).',
  },
  file_lock: { limit: 'The type of a POSIX lock is not told.' },
  file_ioctl: { limit: '' },
  mmap_file: {
    limit: 'What exec maps by itself (program, interpreter); mprotect of a mapping.',
  },
  file_mprotect: { calls: 'none', limit: 'A mapping that is made writable or executable later.' },
  sb_mount: { calls: 'none', limit: `mount: ${BY_PATH}.` },
  move_mount: { calls: 'none', limit: `move_mount: ${BY_PATH}.` },
  sb_umount: { calls: 'none', limit: `umount: ${BY_PATH}.` },
  sb_pivotroot: { calls: 'none', limit: `pivot_root: ${BY_PATH}.` },
  path_chroot: { calls: 'none', limit: `chroot: ${BY_PATH}.` },
  do_splice: { calls: /^splice$/, limit: '' },
  do_tee: { calls: /^tee$/, limit: '' },
  create_pipe_files: {
    calls: 'none',
    limit: 'pipe and pipe2 give two descriptors through memory: seen at their first use.',
  },
  pipe_read: {
    calls: /^p?readv?\d*$/,
    limit: 'A read that ends with 0 bytes is told like one with data.',
  },
  socket_post_create: { limit: '' },
  socket_socketpair: {
    calls: 'none',
    limit: 'socketpair and pipe give two descriptors through memory: seen at their first use.',
  },
  socket_bind: { calls: /^bind$/, limit: '' },
  socket_connect: { limit: '' },
  socket_listen: { limit: '' },
  socket_accept: { calls: 'none', limit: '' },
  sock_graft: { calls: /^accept/, limit: 'Packets that a connection got before it was accepted.' },
  socket_sendmsg: { limit: '' },
  socket_recvmsg: { limit: '' },
  sock_recvmsg: { limit: 'A receive that ends with 0 bytes is told like one with data.' },
  unix_stream_connect: { calls: 'none', limit: 'Seen as `connect`.' },
  net_dev_queue: { limit: '' },
  socket_sock_rcv_skb: {
    limit:
      'Packets of UDP, and of TCP what opens and closes a connection: no tracepoint has their socket.',
  },
  msg_msg_alloc_security: {
    calls: 'none',
    limit: 'A message has no descriptor; mq_timedsend shows as `write` of the queue.',
  },
  msg_queue_msgsnd: { calls: 'none', limit: 'A System V queue has no descriptor.' },
  store_msg: {
    calls: 'none',
    limit: 'System V queues; mq_timedreceive shows as `read` of the queue.',
  },
  msg_msg_free_security: { calls: 'none', limit: 'Messages have no vertex here.' },
  shm_alloc_security: { calls: 'none', limit: 'A System V segment has no descriptor.' },
  shm_shmat: { calls: 'none', limit: 'System V segments; POSIX ones are files.' },
  shm_close: { calls: 'none', limit: 'System V segments have no vertex here.' },
  shm_free_security: { calls: 'none', limit: 'System V segments have no vertex here.' },
  ptrace_access_check: {
    calls: 'none',
    limit: 'A system call names another process by a number, which leads to no vertex.',
  },
  ptrace_traceme: { calls: 'none', limit: 'As ptrace_access_check.' },
  process_vm_readv: { calls: 'none', limit: 'As ptrace_access_check.' },
  process_vm_writev: { calls: 'none', limit: 'As ptrace_access_check.' },
  access_remote_vm: { calls: 'none', limit: 'As ptrace_access_check.' },
  mem_rw: {
    calls: 'none',
    limit: 'Reading /proc/PID/mem is told as `read` of that file, not of the process.',
  },
  signal_generate: { limit: '' },
  task_kill: { limit: '' },
  file_send_sigiotask: { calls: 'none', limit: 'A signal that a file sends.' },
  task_setpgid: { calls: 'none', limit: 'As ptrace_access_check.' },
  task_getpgid: { calls: 'none', limit: 'As ptrace_access_check.' },
  inode_setxattr: { calls: 'none', limit: 'Nothing can be refused.' },
  inode_post_setxattr: { calls: 'none', limit: 'The name of an attribute is in user memory.' },
  inode_removexattr: { calls: 'none', limit: 'As inode_post_setxattr.' },
  inode_getxattr: { calls: 'none', limit: 'As inode_post_setxattr.' },
  inode_listxattr: { limit: `listxattr and llistxattr: ${BY_PATH}.` },
  kernel_read_file: { calls: 'none', limit: 'Modules, firmware and kernels are not seen.' },
  kernel_load_data: { calls: 'none', limit: 'As kernel_read_file.' },
  file_receive: {
    limit: 'Descriptors that come by SCM_RIGHTS: their numbers are in user memory.',
  },
  dup: { limit: '' },
  dup2: { limit: '' },
  dup3: { limit: '' },
  file_fcntl: { limit: '' },
  close: { calls: 'none', limit: 'When a call returns its descriptor is gone.' },
  vmsplice: { calls: /^vmsplice$/, limit: '' },
  filp_close: { calls: 'none', limit: 'As close.' },
  unix_may_send: { calls: 'none', limit: 'Datagrams between UNIX sockets have no peer here.' },
}
