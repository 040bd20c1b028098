/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracepoint mode: flows seen at the exit of system calls. Objects come from the kernel's own
 * tables (descriptor -> file -> inode), never from user memory, so nothing can change between the call
 * and our look at it. What names an object by a path only (stat, unlink, rename, chmod, mkdir, link,
 * symlink, mknod ...) cannot be seen this way: docs/reference/hooks.md has the table.
 */
#ifndef CAMFLOW_HOOKS_SYSCALL_H
#define CAMFLOW_HOOKS_SYSCALL_H

#define NO_FD (~0u)
#define AT_EMPTY_PATH 0x1000
#define MAP_ANONYMOUS 0x20
#define F_SETLK 6
#define F_SETLKW 7
#define F_OFD_SETLK 37
#define F_OFD_SETLKW 38
#define EINPROGRESS 115
#define ATTR_MODE 1
#define ATTR_UID 2
#define ATTR_GID 4
#define ATTR_SIZE 8

static __always_inline bool is_socket(struct inode *inode)
{
	return (READ(inode, i_mode) & S_IFMT) == S_IFSOCK;
}

/* inode -> task -> memory, on a descriptor */
__noinline int fd_uses(__u32 fd, __u32 type, __u64 flags)
{
	struct front front;
	struct flow flow = {};
	struct inode *inode = fd_flow(&flow, &front, fd, KIND(type, flags), FLOW_IN);
	struct prov *peer, *own;

	if (!inode)
		return DONE;
	flow.note.flags = flags;
	flow.note.has_offset = type == RELATION_READ || type == RELATION_OPEN;
	if (is_socket(inode) && (type == RELATION_READ || type == RELATION_RECEIVE_MSG)) {
		flow.note.has_offset = 0;
		peer = unix_peer(socket_of_inode(inode));
		own = flow.entity;
		if (peer) {
			flow.entity = peer;
			derives(&flow, own, RELATION_SEND_UNIX);
			flow.entity = own;
		}
		if (type == RELATION_READ)
			type = RELATION_RECEIVE;
	}
	if (uses(&flow, type))
		front_close(&front);
	return DONE;
}

/* memory -> task -> inode, on a descriptor */
__noinline int fd_generates(__u32 fd, __u32 type, __u64 flags)
{
	struct front front;
	struct flow flow = {};
	struct inode *inode = fd_flow(&flow, &front, fd, KIND(type, flags), FLOW_OUT);
	struct prov *peer = 0;

	if (!inode)
		return DONE;
	flow.note.flags = flags;
	flow.note.has_offset = type == RELATION_WRITE || type == RELATION_FILE_LOCK;
	if (is_socket(inode) && (type == RELATION_WRITE || type == RELATION_SEND_MSG)) {
		flow.note.has_offset = 0;
		peer = unix_peer(socket_of_inode(inode));
		if (type == RELATION_WRITE)
			type = RELATION_SEND;
	}
	if (!generates(&flow, type))
		return DONE;
	if (peer) {
		flow.note.flags = 0;
		derives(&flow, peer, RELATION_RECEIVE_UNIX);
	}
	front_close(&front);
	return DONE;
}

/* Whether the open that returned this descriptor made the file. */
static __always_inline bool fd_created(__u32 fd)
{
	struct file *file = file_of_fd(fd);

	return file && (READ(file, f_mode) & FMODE_CREATED);
}

__noinline int fd_mapped(__u32 fd, __u32 prot, __u32 flags)
{
	bool shared = (flags & MAP_TYPE) == MAP_SHARED || (flags & MAP_TYPE) == 3;
	struct front front;
	struct flow flow = {};
	struct inode *inode =
	    fd_flow(&flow, &front, fd, KIND(HOOK_MMAP_FILE, prot | shared << 8), FLOW_IN);

	if (!inode)
		return DONE;
	flow.note.flags = prot;
	flow.note.has_offset = 1;
	if (!uses(&flow, shared ? RELATION_MMAP : RELATION_MMAP_PRIVATE))
		return DONE;
	if (shared)
		memory_share(flow.memory, flow.entity, flow.entity->slot,
			     (prot & (PROT_READ | PROT_EXEC) ? SHARED_READ : 0) |
				 (prot & PROT_WRITE ? SHARED_WRITE : 0));
	else
		front_close(&front);
	return DONE;
}

__noinline int fd_accepted(__u32 listening, __u32 accepted)
{
	struct front front;
	struct flow flow = {};
	struct file *file = file_of_fd(accepted);
	struct inode *inode;
	struct socket *own;
	struct prov *to;

	if (!file || !fd_flow(&flow, &front, listening, 0, FLOW_IN))
		return DONE;
	inode = READ(file, f_inode);
	own = socket_of_inode(inode);
	to = inode_any(inode, true);
	if (!to)
		return DONE;
	flow.note.dentry = 0;
	targets_accepted(to, flow.entity);
	derives(&flow, to, RELATION_ACCEPT_SOCKET);
	flow.entity = to;
	sock_addressed(&flow, READ(own, sk), true);
	uses(&flow, RELATION_ACCEPT);
	return DONE;
}

__noinline int fd_addressed(__u32 fd, __u32 type)
{
	struct front front;
	struct flow flow = {};
	struct inode *inode = fd_flow(&flow, &front, fd, 0, FLOW_OUT);

	if (!inode || !is_socket(inode))
		return DONE;
	flow.note.dentry = 0;
	sock_addressed(&flow, READ(socket_of_inode(inode), sk), type == RELATION_CONNECT);
	generates(&flow, type);
	return DONE;
}

/* A change of attributes through a descriptor. @value mode, size, or uid | gid << 32 */
__noinline int fd_setattr(__u32 fd, __u32 valid, __u64 value)
{
	struct front front;
	struct flow flow = {};
	struct handle handle = {};
	struct prov *iattr, *inode;

	if (!fd_flow(&flow, &front, fd, 0, FLOW_OUT) ||
	    !actor_captured(flow.task, flow.memory, flow.entity, RELATION_SETATTR))
		return DONE;
	inode = flow.entity;
	iattr = object_new(&handle, VERTEX_IATTR);
	if (!iattr)
		return DONE;
	iattr->iattr.valid = valid;
	if (valid & ATTR_MODE)
		iattr->iattr.mode = value;
	if (valid & ATTR_SIZE)
		iattr->iattr.size = value;
	if (valid & ATTR_UID) {
		iattr->iattr.uid = value;
		iattr->iattr.gid = value >> 32;
	}
	introduce(flow.memory, inode, &flow.note);
	flow.note.dentry = 0;
	flow.entity = iattr;
	if (generates(&flow, RELATION_SETATTR))
		derives(&flow, inode, RELATION_SETATTR_INODE);
	object_free(iattr);
	return DONE;
}

/* The task has other credentials than it was last seen with. */
static __always_inline struct prov *credentials_changed(struct task_struct *task)
{
	struct task_state *state = bpf_task_storage_get(&tasks, task, 0, 0);

	if (!state || state->cred == (__u64)task->real_cred)
		return 0;
	/* A stale entry may stand at this address: nobody tells when credentials are freed. */
	memory_leave(number_of(task->real_cred));
	return object_get(&state->memory);
}

/* set*id: the new credentials are a new memory. */
__noinline int task_set_id(__u64 flags)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct prov *old = credentials_changed(task), *new;
	struct flow flow = {};

	if (!old || !flow_actor(&flow))
		return DONE;
	new = flow.memory;
	inherit_tracking(new, old);
	flow.memory = old;
	flow.entity = new;
	flow.note.flags = flags;
	generates(&flow, RELATION_SETUID);
	return DONE;
}

static __always_inline bool caller_untracked(struct task_struct *task)
{
	__u32 scope = control.scope;

	if (nothing_captured(scope))
		return true;
	return scope == SCOPE_TRACKED && !control.tracked_inodes &&
	       !(hints_of_task(task) & HINT_TRACKED);
}

/* Whoever moved to another owner, cgroup or namespace, or gave a socket an address, comes by here. */
static __noinline void targets_at_exit(struct task_struct *task, __u64 number, __u32 fd)
{
	struct file *file;

	if ((control.targets & TARGETS_OF_PROCESSES) && !(hints_of_task(task) & HINT_FLAGGED))
		targets_process(task);
	/* connect, bind */
	if (!(control.targets & TARGETS_OF_ADDRESSES) || (number != 42 && number != 49))
		return;
	file = file_of_fd(fd);
	if (file && is_socket(READ(file, f_inode)))
		targets_socket(task, READ(file, f_inode));
}

/*
 * sys_exit - a system call returns. `regs` still holds its arguments.
 * Flows: by call, below; only of calls that succeeded.
 */
SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 number = regs->orig_ax;

	/* No argument is kept: the longest chain of calls below has all the stack that 6.1 allows it. */
	if (!policy_now()->enabled || (ret < 0 && ret != -EINPROGRESS))
		return 0;
	if (control.targets)
		targets_at_exit(task, number, regs->di);
	if (caller_untracked(task))
		return 0;
	switch (number) {
	case 0:	  /* read */
	case 17:  /* pread64 */
	case 19:  /* readv */
	case 295: /* preadv */
	case 327: /* preadv2 */
	case 78:  /* getdents */
	case 217: /* getdents64 */
		fd_uses(regs->di, RELATION_READ, MAY_READ);
		break;
	case 1:	  /* write */
	case 18:  /* pwrite64 */
	case 20:  /* writev */
	case 296: /* pwritev */
	case 328: /* pwritev2 */
	case 285: /* fallocate */
		fd_generates(regs->di, RELATION_WRITE, MAY_WRITE);
		break;
	case 2:	  /* open */
	case 85:  /* creat */
	case 257: /* openat */
	case 437: /* openat2 */
		if (fd_created(ret))
			fd_generates(ret, RELATION_INODE_CREATE, 0);
		fd_uses(ret, RELATION_OPEN, 0);
		break;
	case 5: /* fstat */
		fd_uses(regs->di, RELATION_GETATTR, 0);
		break;
	case 262: /* newfstatat */
		if (regs->r10 & AT_EMPTY_PATH)
			fd_uses(regs->di, RELATION_GETATTR, 0);
		break;
	case 332: /* statx */
		if (regs->dx & AT_EMPTY_PATH)
			fd_uses(regs->di, RELATION_GETATTR, 0);
		break;
	case 9: /* mmap */
		if (!(regs->r10 & MAP_ANONYMOUS))
			fd_mapped(regs->r8, regs->dx, regs->r10);
		break;
	case 16: /* ioctl */
		fd_generates(regs->di, RELATION_WRITE_IOCTL, (__u32)regs->si);
		fd_uses(regs->di, RELATION_READ_IOCTL, (__u32)regs->si);
		break;
	case 40: /* sendfile */
		fd_uses(regs->si, RELATION_READ, MAY_READ);
		fd_generates(regs->di, RELATION_WRITE, MAY_WRITE);
		break;
	case 275: /* splice */
	case 326: /* copy_file_range */
		fd_uses(regs->di, RELATION_READ, MAY_READ);
		fd_generates(regs->dx, RELATION_WRITE, MAY_WRITE);
		break;
	case 276: /* tee */
		fd_uses(regs->di, RELATION_READ, MAY_READ);
		fd_generates(regs->si, RELATION_WRITE, MAY_WRITE);
		break;
	case 278: /* vmsplice */
		pipe_spliced_by_memory(regs->di);
		break;
	case 41: /* socket */
		fd_generates(ret, RELATION_SOCKET_CREATE, 0);
		break;
	case 42: /* connect */
		fd_addressed(regs->di, RELATION_CONNECT);
		break;
	case 43:  /* accept */
	case 288: /* accept4 */
		fd_accepted(regs->di, ret);
		break;
	case 44:  /* sendto */
	case 46:  /* sendmsg */
	case 307: /* sendmmsg */
		fd_generates(regs->di, RELATION_SEND_MSG, 0);
		break;
	case 45:  /* recvfrom */
	case 47:  /* recvmsg */
	case 299: /* recvmmsg */
		fd_uses(regs->di, RELATION_RECEIVE_MSG, 0);
		break;
	case 49: /* bind */
		fd_addressed(regs->di, RELATION_BIND);
		break;
	case 50: /* listen */
		fd_generates(regs->di, RELATION_LISTEN, (__u32)regs->si);
		break;
	case 32:  /* dup */
	case 33:  /* dup2 */
	case 292: /* dup3 */
		fd_uses(ret, RELATION_DUP, 0);
		break;
	case 72: /* fcntl */
		if (regs->si == F_DUPFD || regs->si == F_DUPFD_CLOEXEC)
			fd_uses(ret, RELATION_DUP, 0);
		if (regs->si == F_SETLK || regs->si == F_SETLKW || regs->si == F_OFD_SETLK ||
		    regs->si == F_OFD_SETLKW)
			fd_generates(regs->di, RELATION_FILE_LOCK, 0);
		break;
	case 73: /* flock */
		fd_generates(regs->di, RELATION_FILE_LOCK, (__u32)regs->si);
		break;
	case 242: /* mq_timedsend */
		fd_generates(regs->di, RELATION_WRITE, MAY_WRITE);
		break;
	case 243: /* mq_timedreceive */
		fd_uses(regs->di, RELATION_READ, MAY_READ);
		break;
	case 319: /* memfd_create */
		fd_generates(ret, RELATION_INODE_CREATE, 0);
		break;
	case 438: /* pidfd_getfd */
		fd_uses(ret, RELATION_FILE_RCV, 0);
		break;
	case 196: /* flistxattr */
		fd_uses(regs->di, RELATION_LISTXATTR, 0);
		break;
	case 77: /* ftruncate */
		fd_setattr(regs->di, ATTR_SIZE, regs->si);
		break;
	case 91: /* fchmod */
		fd_setattr(regs->di, ATTR_MODE, regs->si);
		break;
	case 93: /* fchown */
		fd_setattr(regs->di, ATTR_UID | ATTR_GID, (__u32)regs->si | regs->dx << 32);
		break;
	case 105: /* setuid */
	case 113: /* setreuid */
	case 117: /* setresuid */
	case 122: /* setfsuid */
		task_set_id(0);
		break;
	case 106: /* setgid */
	case 114: /* setregid */
	case 119: /* setresgid */
	case 123: /* setfsgid */
		task_set_id(SETUID_OF_GROUP);
		break;
	}
	return 0;
}

#endif
