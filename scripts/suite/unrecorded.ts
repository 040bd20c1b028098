/** Why a security function that the kernel calls records nothing. What no line fits is a gap. */

/** In words, by the function's name without `security_`; the first that fits. */
const reasons: readonly (readonly [name: RegExp, reason: string])[] = [
  [
    /^(capset|task_fix_setgroups)$/,
    'covered by cred_prepare: which rights or groups change is not told',
  ],
  [
    /^(inode_setxattr|mmap_backing_file|kernfs_init_security)$/,
    'covered by inode_post_setxattr, mmap_file, inode_create',
  ],
  [
    /^inode_copy_up$/,
    'overlayfs is about to copy a file up: what it reads and writes then is seen',
  ],
  [/^unix_find$/, 'covered by unix_stream_connect and unix_may_send'],
  [/^msg_queue_msgrcv$/, 'before a message is taken: its receipt is seen where it is copied'],
  [
    /^(task_to_inode|free_mnt_opts|skb_classify_flow)$/,
    'files in /proc, options of mounts, labels of packets: no flow',
  ],

  [
    /_alloc$|_alloc_security$|^task_alloc$|^cred_alloc_blank$|^key_alloc$/,
    'an object begins: nothing flows yet',
  ],
  [
    /_free$|_free_security$|_delete$|^release_secctx$|^file_release$/,
    'an object ends: what is recorded ends with its inode or memory',
  ],
  [
    /^capable$|^capget$|^task_prctl$|^vm_enough_memory|^mmap_addr$|^settime/,
    'may it, or how much of it: no flow',
  ],
  [
    /^task_(getsecid|getscheduler|setscheduler|setnice|getioprio|setioprio|prlimit|setrlimit|movememory|getsid)|^current_getsecid|^cred_getsecid|^cred_getlsmprop|^current_getlsmprop/,
    'scheduling and limits: no flow of data',
  ],
  [
    /^inode_(init_security|getsecid|getlsmprop|invalidate_secctx|killpriv|need_killpriv|post_|listsecurity|getsecurity|setsecurity|copy_up_xattr)/,
    'attributes of the security modules themselves',
  ],
  [
    /^inode_(get|set|remove)_acl|^inode_notifysecctx/,
    'access lists: seen as attributes where they are stored so',
  ],
  [/^(path_|d_instantiate$|dentry_)/, 'covered by the hook of the inode'],
  [
    /^sb_|^fs_context_|^move_mount|^mount/,
    'settings of a file system: what is mounted where is seen at sb_mount and move_mount',
  ],
  [/^file_set_fowner$|^file_truncate$|^file_post_open$/, 'covered by open and setattr'],
  [/^file_ioctl_compat$/, 'calls of 32-bit programs'],
  [/^bprm_(committed_creds|creds_from_file)$/, 'covered by bprm_committing_creds'],
  [
    /^socket_(create|getsockopt|setsockopt|getsockname|getpeername|shutdown|getpeersec)/,
    'before the socket is there, or settings: no flow of data',
  ],
  [
    /^(sk_|inet_|req_classify|secmark|tun_|sctp_|mptcp_|netlink_send|sock_graft|xfrm)/,
    'labels of connections, which this does not use',
  ],
  [
    /^sem_|^ipc_|^msg_queue_(associate|msgctl)|^shm_(associate|shmctl)/,
    'may it; semaphores have no vertex type',
  ],
  [
    /^(bpf|perf_event|uring|key_|locked_down|audit|lsm|secid|secctx|ismaclabel|create_user_ns|quota|syslog|kernel_post|kernel_module|userns_create|transfer_creds|kernel_act|kernel_create)/,
    'no object that the graph knows takes part',
  ],
]

/** `undefined`: nobody has said why. */
export function whyUnrecorded(name: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(name))?.[1]
}
