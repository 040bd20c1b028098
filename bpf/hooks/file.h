/* SPDX-License-Identifier: GPL-2.0-only */
/* Open files: reading, writing, mapping, control. */
#ifndef CAMFLOW_HOOKS_FILE_H
#define CAMFLOW_HOOKS_FILE_H

static __always_inline bool is_socket(const struct inode *inode)
{
	return (inode->i_mode & S_IFMT) == S_IFSOCK;
}

/*
 * file_permission - an open file is about to be read or written.
 * Called by every read and write call, vectored and positional ones, sendfile, splice (the file's
 * end), copy_file_range, getdents, and by the kernel for itself (the program's headers at exec).
 * Flows: write: 1. memory -> task (memory_read)  2. task -> inode (write, send)
 *        read:  1. inode -> task (read, receive)  2. task -> memory (memory_write)
 * match-proto:6.1:int security_file_permission(struct file *file, int mask)
 */
static __always_inline int file_write(struct file *file, struct inode *inode, int mask)
{
	INODE_FLOW(inode, KIND(HOOK_FILE_WRITE, mask), FLOW_OUT, 0);
	flow.note.flags = mask;
	flow.note.offset = file->f_pos;
	flow.note.has_offset = true;
	if (generates(&flow, is_socket(inode) ? RELATION_SEND : RELATION_WRITE))
		front_close(&front);
	return 0;
}

static __always_inline int file_read(struct file *file, struct inode *inode, int mask)
{
	INODE_FRONT(inode, KIND(HOOK_FILE_READ, mask), FLOW_IN, 0);
	if (!is_socket(inode) && inflow_RELATION_READ(inode, front.actor, mask, file->f_pos)) {
		front_close(&front);
		return 0;
	}
	INODE_ENDS(inode);
	flow.note.flags = mask;
	flow.note.offset = file->f_pos;
	flow.note.has_offset = true;
	if (uses(&flow, is_socket(inode) ? RELATION_RECEIVE : RELATION_READ))
		front_close(&front);
	return 0;
}

/*
 * Set by pipe_read, as counters.socket_reads_seen by sock_recvmsg, when it fires for the first time. A read
 * of a pipe or socket asks for permission, waits, and gets data that was written after it asked; so where
 * the end of the read can be seen the flow is recorded there, and the permission is not. A compiler may have
 * put these functions into their callers: then they attach and never fire.
 */
bool pipe_reads_seen;

static __always_inline bool read_seen_at_its_end(const struct inode *inode)
{
	__u16 type = inode->i_mode & S_IFMT;

	return (type == S_IFIFO && pipe_reads_seen) ||
	       (type == S_IFSOCK && counters.socket_reads_seen);
}

HOOK(file_permission)
int QUICK_PROG(file_permission, struct file *file, int mask, int ret)
{
	struct inode *inode = file->f_inode;

	if (ret || nobody_tracked(inode))
		return 0;
	/* The same flow as socket_sendmsg, unless a page goes past it. */
	if ((mask & (MAY_WRITE | MAY_APPEND)) && !(is_socket(inode) && sendmsg_sees_all()))
		file_write(file, inode, mask);
	if ((mask & MAY_READ) && !read_seen_at_its_end(inode))
		file_read(file, inode, mask);
	return 0;
}

/*
 * file_open - an inode is being opened.
 * Flows: 1. inode -> task (open)   2. task -> memory (memory_write)
 * Tracking does not pass from the task to the inode here: opening is no flow into a file.
 * match-proto:6.1:int security_file_open(struct file *file)
 */
HOOK(file_open)
int QUICK_PROG(file_open, struct file *file, int ret)
{
	struct inode *inode = file->f_inode;

	INODE_USED(false, inode, KIND(HOOK_FILE_OPEN, 0), RELATION_OPEN, 0, true, 0, ret);
	return 0;
}

/*
 * file_receive - a descriptor came from another process: by SCM_RIGHTS or pidfd_getfd.
 * Flows: 1. inode -> task (file_rcv)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_file_receive(struct file *file)
 */
HOOK(file_receive)
int HOOK_PROG(file_receive, struct file *file, int ret)
{
	struct inode *inode = file->f_inode;

	INODE_HOOK(inode, KIND(HOOK_FILE_RECEIVE, 0), FLOW_IN, ret);
	flow.note.has_offset = true;
	flow.note.offset = file->f_pos;
	if (uses(&flow, RELATION_FILE_RCV))
		front_close(&front);
	return 0;
}

/*
 * file_lock - a lock is being taken or given back.
 * Flows: 1. memory -> task (memory_read)   2. task -> inode (file_lock, with the lock type)
 * match-proto:6.1:int security_file_lock(struct file *file, unsigned int cmd)
 */
HOOK(file_lock)
int HOOK_PROG(file_lock, struct file *file, unsigned int cmd, int ret)
{
	struct inode *inode = file->f_inode;

	INODE_HOOK(inode, KIND(HOOK_FILE_LOCK, cmd), FLOW_OUT, ret);
	flow.note.flags = cmd;
	flow.note.has_offset = true;
	flow.note.offset = file->f_pos;
	if (generates(&flow, RELATION_FILE_LOCK))
		front_close(&front);
	return 0;
}

/*
 * file_ioctl - a device or file is asked for something that is neither a read nor a write.
 * Flows: 1. task -> inode (write_ioctl)   2. inode -> task (read_ioctl); both with the command
 * match-proto:6.1:int security_file_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
 */
static __always_inline int ioctl_out(struct inode *inode, unsigned int cmd, int ret)
{
	INODE_HOOK(inode, KIND(HOOK_FILE_IOCTL, cmd), FLOW_OUT, ret);
	flow.note.flags = cmd;
	if (generates(&flow, RELATION_WRITE_IOCTL))
		front_close(&front);
	return 0;
}

static __always_inline int ioctl_in(struct inode *inode, unsigned int cmd, int ret)
{
	INODE_HOOK(inode, KIND(HOOK_FILE_IOCTL, cmd), FLOW_IN, ret);
	flow.note.flags = cmd;
	if (uses(&flow, RELATION_READ_IOCTL))
		front_close(&front);
	return 0;
}

HOOK(file_ioctl)
int HOOK_PROG(file_ioctl, struct file *file, unsigned int cmd, unsigned long arg, int ret)
{
	struct inode *inode = file->f_inode;

	ioctl_out(inode, cmd, ret);
	ioctl_in(inode, cmd, ret);
	return 0;
}

static __always_inline void mapping_seen(struct flow *flow, const struct front *front,
					 const struct inode *inode, bool shared, __u32 access)
{
	if (!uses(flow, shared ? RELATION_MMAP : RELATION_MMAP_PRIVATE))
		return;
	if (!shared)
		front_close(front);
	/* The file of a System V segment has a vertex of its own (shm_shmat). */
	else if (!IS_PRIVATE(inode))
		memory_share(flow->memory, flow->entity, flow->entity->slot, access);
}

/*
 * mmap_file - a file is about to be mapped.
 * Flows: 1. inode -> task (mmap when shared, mmap_private else)   2. task -> memory (memory_write)
 * Later accesses to a shared mapping make no call; they are recorded with the next flow (sh_read, sh_write).
 * A private mapping tells what is in the file, or runs it: that it can be written to changes nothing.
 * match-proto:6.1:int security_mmap_file(struct file *file, unsigned long prot, unsigned long flags)
 */
static __always_inline __u32 mapping_kind(bool shared, unsigned long prot)
{
	return KIND(HOOK_MMAP_FILE, shared ? prot | 1 << 8 : prot & PROT_EXEC);
}

static __always_inline int map_file(struct file *file, unsigned long prot, unsigned long flags,
				    int ret)
{
	struct inode *inode = file->f_inode;
	bool shared = (flags & MAP_TYPE) == MAP_SHARED || (flags & MAP_TYPE) == 3;

	if (nobody_tracked(inode))
		return 0;
	INODE_FRONT(inode, mapping_kind(shared, prot), FLOW_IN, ret);
	if (!shared && inflow_RELATION_MMAP_PRIVATE(inode, front.actor, prot, file->f_pos)) {
		front_close(&front);
		return 0;
	}
	INODE_ENDS(inode);
	flow.note.flags = prot;
	flow.note.has_offset = true;
	flow.note.offset = file->f_pos;
	mapping_seen(&flow, &front, inode, shared,
		     (prot & (PROT_READ | PROT_EXEC) ? SHARED_READ : 0) |
			 (prot & PROT_WRITE ? SHARED_WRITE : 0));
	return 0;
}

#ifdef MODE_LSM
SEC("lsm/mmap_file")
int QUICK_PROG(mmap_file, struct file *file, unsigned long reqprot, unsigned long prot,
	       unsigned long flags, int ret)
{
	if (!PRESENT(file) || !file)
		return 0;
	return map_file(file, prot, flags, ret);
}
#else
SEC("fexit/security_mmap_file")
int HOOK_PROG(mmap_file, struct file *file, unsigned long prot, unsigned long flags, int ret)
{
	if (!PRESENT(file) || !file)
		return 0;
	return map_file(file, prot, flags, ret);
}
#endif

static __always_inline int remap_file(struct file *file, bool shared, unsigned long prot, int ret)
{
	struct inode *inode = file->f_inode;

	INODE_HOOK(inode, mapping_kind(shared, prot), FLOW_IN, ret);
	flow.note.flags = prot;
	mapping_seen(&flow, &front, inode, shared,
		     SHARED_READ | (prot & PROT_WRITE ? SHARED_WRITE : 0));
	return 0;
}

/*
 * file_mprotect - a mapping is about to get other rights.
 * Called for each mapping that a call changes. Only to write to a shared mapping of a file, or to run one, lets
 * something flow that did not before.
 * Flows: 1. inode -> task (mmap or mmap_private, with the rights)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_file_mprotect(struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot)
 */
HOOK(file_mprotect)
int QUICK_PROG(file_mprotect, struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot,
	       int ret)
{
	struct file *file = vma->vm_file;
	bool shared = vma->vm_flags & VM_SHARED;

	if (!PRESENT(file) || !file || !((prot & PROT_EXEC) || (shared && (prot & PROT_WRITE))))
		return 0;
	return remap_file(file, shared, prot, ret);
}

/*
 * do_splice - data moves between a pipe and a file or another pipe without passing through the task.
 * A file's end is seen by file_permission; here those of pipes, which upstream misses, and a socket's.
 * Flows: 1. pipe -> task (read)   2. socket -> task (receive_msg)   3. task -> pipe (write)
 */
static __always_inline void spliced_from_socket(struct file *file)
{
	struct inode *inode = file->f_inode;
	struct front front;
	struct flow flow = {};

	if (!is_socket(inode) || nobody_tracked(inode))
		return;
	front = front_open(inode, KIND(HOOK_FILE_READ, 0x100), FLOW_IN);
	if (!front.pass || !flow_actor(&flow))
		return;
	flow.entity = inode_any(inode, true);
	if (flow.entity &&
	    receive_edges(flow.task, flow.memory, flow.entity, &flow.note, address_of(inode)))
		front_close(&front);
}

static __always_inline void pipe_flow(struct inode *inode, bool out)
{
	struct front front;
	struct flow flow = {};

	if (nobody_tracked(inode))
		return;
	front = front_open(inode, KIND(out ? HOOK_FILE_WRITE : HOOK_FILE_READ, 0x100),
			   out ? FLOW_OUT : FLOW_IN);
	if (!front.pass || !flow_actor(&flow))
		return;
	flow.entity = inode_any(inode, true);
	if (!flow.entity || flow_untracked(&flow, number_of(inode)))
		return;
	flow.note.dentry = name_of_inode(flow.entity, inode, flow.note.epoch);
	flow.note.flags = out ? MAY_WRITE : MAY_READ;
	if (out ? generates(&flow, RELATION_WRITE) : uses(&flow, RELATION_READ))
		front_close(&front);
}

static __always_inline bool is_pipe(const struct inode *inode)
{
	return (inode->i_mode & S_IFMT) == S_IFIFO;
}

static __always_inline void pipes_joined(struct file *in, struct file *out)
{
	if (is_pipe(in->f_inode))
		pipe_flow(in->f_inode, false);
	if (is_pipe(out->f_inode))
		pipe_flow(out->f_inode, true);
}

SEC("fexit/do_splice")
int BPF_PROG(do_splice, struct file *in, loff_t *off_in, struct file *out, loff_t *off_out,
	     size_t len, unsigned int flags, long ret)
{
	if (ret <= 0)
		return 0;
	spliced_from_socket(in);
	pipes_joined(in, out);
	return 0;
}

/*
 * do_tee - what is in one pipe was copied to another; upstream misses it.
 * Flows: 1. pipe -> task (read)   2. task -> pipe (write)
 */
SEC("fexit/do_tee")
int BPF_PROG(do_tee, struct file *in, struct file *out, size_t len, unsigned int flags, long ret)
{
	if (ret > 0)
		pipes_joined(in, out);
	return 0;
}

/*
 * create_pipe_files - a pipe was made; upstream sees it at its first use.
 * Flows: 1. memory -> task (memory_read)   2. task -> pipe (inode_create)
 */
SEC("fexit/create_pipe_files")
int BPF_PROG(create_pipe_files, struct file **ends, int flags, int ret)
{
	struct flow flow = {};
	struct file *file = 0;
	struct inode *inode;
	__u64 at = 0;

	if (ret || nothing_captured(control.scope))
		return 0;
	/* The verifier lets no program load a pointer to a pointer from its context. */
	bpf_get_func_arg(ctx, 0, &at);
	if (bpf_probe_read_kernel(&file, sizeof(file), (void *)at))
		COUNT_FAILURE(read_kernel);
	inode = READ(file, f_inode);
	if (!inode || nobody_tracked_any(inode) || !flow_actor(&flow))
		return 0;
	flow.entity = inode_any(inode, true);
	if (flow.entity)
		generates(&flow, RELATION_INODE_CREATE);
	return 0;
}

/*
 * pipe_read - a read of a pipe or FIFO has ended. One function until 6.13, then the second name.
 * Flows: 1. pipe -> task (read)   2. task -> memory (memory_write); only when there was data
 */
static __always_inline int pipe_read_ended(struct kiocb *iocb, ssize_t ret)
{
	struct inode *inode = iocb->ki_filp->f_inode;

	pipe_reads_seen = true;
	if (ret > 0)
		pipe_flow(inode, false);
	return 0;
}

SEC("fexit/pipe_read")
int BPF_PROG(pipe_read, struct kiocb *iocb, struct iov_iter *to, ssize_t ret)
{
	return pipe_read_ended(iocb, ret);
}

SEC("fexit/anon_pipe_read")
int BPF_PROG(pipe_read__anon, struct kiocb *iocb, struct iov_iter *to, ssize_t ret)
{
	return pipe_read_ended(iocb, ret);
}

#endif
