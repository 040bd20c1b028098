/** Hooks of CamFlow 0.9 that have no program here, and what does their work. */
export const replacedHooks: Readonly<Record<string, string>> = {
  task_free:
    '`sched_process_exit`: the task is there no more when it is freed, and its exit code is known before',
  cred_alloc_blank: 'no flow: credentials get their vertex when they are first seen',
  cred_transfer: 'no flow: credentials that a key request hands over get a vertex of their own',
  inode_alloc_security:
    'no flow: an inode gets its vertex when it is first seen, of the type that it then has',
  inode_getsecurity: 'refused to BPF; the attribute lies in the file system as any other',
  inode_listsecurity: 'as `inode_getsecurity`',
  msg_queue_msgrcv:
    '`store_msg`: this hook asks before a message is taken, and POSIX queues have none',
  sk_alloc_security:
    'no flow: it noted who made a socket, to take the maker for the sender; the peer socket is told',
  sb_alloc_security: 'no flow: a superblock is in no relation of the original either',
  sb_kern_mount: 'no flow: it stored the number of the file system, which stands on each inode',
}
