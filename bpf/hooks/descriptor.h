/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptors: the open file behind one, by the kernel's own tables; what only a system call tells of it; a second
 * one, and the end of one. The latter two move no data: they say who held what, and for how long. There are as many
 * as there are opens, so a capture that nobody configured leaves them out.
 */
#ifndef CAMFLOW_HOOKS_DESCRIPTOR_H
#define CAMFLOW_HOOKS_DESCRIPTOR_H

#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030

static __always_inline struct file *file_of_fd(__u32 fd)
{
	struct fdtable *table = READ(bpf_get_current_task_btf(), files, fdt);
	struct file **files, *file = 0;

	if (!table || fd >= READ(table, max_fds))
		return 0;
	files = READ(table, fd);
	if (bpf_probe_read_kernel(&file, sizeof(file), &files[fd]))
		COUNT_FAILURE(read_kernel);
	return file;
}

/* Opens a flow on an open file. @return its inode, NULL when nothing is to be recorded */
static __always_inline struct inode *file_flow(struct flow *flow, struct front *front,
					       struct file *file, __u32 kind,
					       enum direction direction)
{
	struct inode *inode;

	if (!file)
		return 0;
	inode = READ(file, f_inode);
	if (!inode || is_nameless(READ(inode, i_mode)))
		return 0;
	if (nobody_tracked_any(inode))
		return 0;
	*front = front_open_any(inode, kind, direction);
	if (!front->pass || !flow_actor(flow))
		return 0;
	flow->entity = inode_any(inode, true);
	if (!flow->entity || flow_untracked(flow, number_of_any(inode)))
		return 0;
	flow->note.dentry = name_of_inode(flow->entity, inode, flow->note.epoch);
	flow->note.offset = READ(file, f_pos);
	return inode;
}

/* The same on a descriptor. */
static __always_inline struct inode *fd_flow(struct flow *flow, struct front *front, __u32 fd,
					     __u32 kind, enum direction direction)
{
	return file_flow(flow, front, file_of_fd(fd), kind, direction);
}

/* Memory went into a pipe, or out of one: the end says which, as in the kernel. */
__noinline int pipe_spliced_by_memory(__u32 fd)
{
	struct file *file = nothing_captured(control.scope) ? 0 : file_of_fd(fd);
	bool out = file && (READ(file, f_mode) & FMODE_WRITE);
	__u32 kind = KIND(out ? HOOK_FILE_WRITE : HOOK_FILE_READ, 0x100);
	struct front front;
	struct flow flow = {};

	if (!file_flow(&flow, &front, file, kind, out ? FLOW_OUT : FLOW_IN))
		return DONE;
	flow.note.flags = out ? MAY_WRITE : MAY_READ;
	if (out ? generates(&flow, RELATION_WRITE) : uses(&flow, RELATION_READ))
		front_close(&front);
	return DONE;
}

#ifndef MODE_TRACEPOINT
/*
 * vmsplice - memory was put into a pipe, or what was in one into memory; upstream misses it.
 * Flows: into it: 1. memory -> task (memory_read)   2. task -> pipe (write)
 *        out of it: 3. pipe -> task (read)   4. task -> memory (memory_write)
 */
SEC("fexit/__x64_sys_vmsplice")
int BPF_PROG(vmsplice, const struct pt_regs *regs, long ret)
{
	return ret > 0 ? pipe_spliced_by_memory(regs->di) : 0;
}

__noinline int file_told(__u64 file, __u32 type)
{
	struct front front;
	struct flow flow = {};

	if (nothing_captured(control.scope) ||
	    !file_flow(&flow, &front, (void *)file, KIND(HOOK_DESCRIPTOR, type), FLOW_IN))
		return DONE;
	if (uses(&flow, type))
		front_close(&front);
	return DONE;
}

static __always_inline int descriptor_told(__u32 fd, __u32 type)
{
	return file_told((__u64)file_of_fd(fd), type);
}

/*
 * dup - an open file has another descriptor.
 * Flows: 1. inode -> task (dup)   2. task -> memory (memory_write)
 */
SEC("fexit/__x64_sys_dup")
int BPF_PROG(dup, const struct pt_regs *regs, long ret)
{
	return ret < 0 ? 0 : descriptor_told(ret, RELATION_DUP);
}

/*
 * dup2 - the same, by a number that the caller chose.
 * Flows: as dup
 */
SEC("fexit/__x64_sys_dup2")
int BPF_PROG(dup2, const struct pt_regs *regs, long ret)
{
	return ret < 0 ? 0 : descriptor_told(ret, RELATION_DUP);
}

/*
 * dup3 - the same, with flags for the new descriptor.
 * Flows: as dup
 */
SEC("fexit/__x64_sys_dup3")
int BPF_PROG(dup3, const struct pt_regs *regs, long ret)
{
	return ret < 0 ? 0 : descriptor_told(ret, RELATION_DUP);
}

/*
 * file_fcntl - something about a descriptor or an open file is about to change.
 * Flows: F_DUPFD, F_DUPFD_CLOEXEC: 1. inode -> task (dup)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_file_fcntl(struct file *file, unsigned int cmd, unsigned long arg)
 */
HOOK(file_fcntl)
int HOOK_PROG(file_fcntl, struct file *file, unsigned int cmd, unsigned long arg, int ret)
{
	struct inode *inode = file->f_inode;

	if (cmd != F_DUPFD && cmd != F_DUPFD_CLOEXEC)
		return 0;
	INODE_HOOK(inode, KIND(HOOK_DESCRIPTOR, RELATION_DUP), FLOW_IN, ret);
	if (uses(&flow, RELATION_DUP))
		front_close(&front);
	return 0;
}

#define NR_CLOSE 3

/*
 * close - a descriptor is about to be given back, by the call of this name.
 * Flows: 1. inode -> task (close)   2. task -> memory (memory_write)
 */
SEC("fentry/__x64_sys_close")
int BPF_PROG(close, const struct pt_regs *regs)
{
	return descriptor_told(regs->di, RELATION_CLOSE);
}

/*
 * filp_close - a descriptor was given back: by close_range, by dup2 whose number was taken, at exec, and on
 * older kernels by close itself. What is open when a process ends is not told one by one.
 * Flows: as close
 * match-proto:6.1:int filp_close(struct file *filp, fl_owner_t id)
 */
SEC("fentry/filp_close")
int BPF_PROG(filp_close, struct file *filp, fl_owner_t id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct pt_regs *regs = (void *)bpf_task_pt_regs(task);

	/* Of the kernel's own files nobody had a descriptor. */
	if (id != task->files || regs->orig_ax == NR_CLOSE)
		return 0;
	return file_told(address_of(filp), RELATION_CLOSE);
}
#endif

#endif
