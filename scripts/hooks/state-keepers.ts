/**
 * Hooks that are attached whatever the policy filters, because others rely on what they remember. Only when
 * capture is disabled are they not.
 */
export const stateKeepers: Readonly<Record<string, string>> = {
  sched_process_fork: 'a child inherits tracking',
  sched_process_exit: 'the end of a task frees its place',
  sched_process_exec: 'the new program gets its name',
  cred_prepare: 'new memory inherits tracking',
  cred_free: 'the end of credentials frees their place',
  task_fix_setuid: 'the memory gets its new user',
  task_fix_setgid: 'the memory gets its new group',
  cgroup_attach_task: 'a process that moves meets its targets',
  switch_task_namespaces: 'a process that moves meets its targets',
  commit_creds: 'a process with another security context meets its targets',
  task_alloc: 'remembers the clone flags',
  bprm_creds_for_exec: 'the new memory inherits tracking and gets its name',
  bprm_check_security: 'the new memory inherits tracking',
  bprm_committing_creds: 'shared mappings end with the old program',
  socket_accept: 'remembers the listener until the connection is there',
  inode_create: 'remembers the name until its inode is there',
  inode_mkdir: 'remembers the name until its inode is there',
  inode_mknod: 'remembers the name until its inode is there',
  inode_symlink: 'remembers the name until its inode is there',
  d_instantiate:
    'forgets what the hooks of making remember, and that nobody was tracked where an inode is now',
  msg_msg_alloc_security: 'forgets what stood at the address before',
  msg_msg_free_security: 'the end of a message frees its place',
  shm_alloc_security: 'forgets what stood at the address before',
  shm_shmat: 'remembers what a memory shares',
  shm_free_security: 'the end of a segment frees its place',
  ptrace_access_check: 'remembers whose memory may be read',
  inode_setxattr: 'guards the flags that are kept with a file',
  inode_post_setxattr: 'flags that are written to a file count',
  inode_removexattr: 'guards the flags that are kept with a file',
  vfs_rename: 'kept paths of directories end with a move',
  inode_free_security: 'the end of an inode frees its place',
}
