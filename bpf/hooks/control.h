/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What user space asks for and only the kernel can do: read and change the flags of an object, find
 * what a new target meets. Carried out by iterators, which run in the thread that reads them; a file
 * in LSM mode by a hook that is attached just for the request.
 */
#ifndef CAMFLOW_HOOKS_CONTROL_H
#define CAMFLOW_HOOKS_CONTROL_H

/* Objects that are scanned in one run. */
#define OBJECTS_AT_ONCE 16384

/* The request of the thread that runs us, when the iterator has come to that thread: once in a run. */
static __always_inline struct object_request *own_request(struct task_struct *task)
{
	struct requester key = {};

	if (!task || task->pid != bpf_get_current_task_btf()->pid || !requester_now(&key))
		return 0;
	return bpf_map_lookup_elem(&requests, &key);
}

static __always_inline void flags_apply(struct prov *prov, const struct object_request *request)
{
	if (!request->set && !request->clear && !request->taint)
		return;
	__sync_fetch_and_or(&prov->flags, request->set & ~FLAG_MEMBER);
	__sync_fetch_and_and(&prov->flags, ~request->clear);
	__sync_fetch_and_or(&prov->taint, request->taint);
	hint_set(prov);
}

static __always_inline void request_answer(struct object_request *request, const struct prov *prov)
{
	request->matched++;
	if (request->matched > 1)
		return;
	request->id = prov->id;
	request->slot = prov->slot;
	request->flags = prov->flags;
	request->labels = prov->taint;
	request->version = STATE_VERSION(prov->state);
	request->type = prov->type;
}

/* The number of a task's process in a pid namespace; 0 when it has none there. */
static __always_inline __u32 process_number(struct task_struct *task, __u32 pidns)
{
	struct pid *pid = READ(task, group_leader, thread_pid);
	struct upid upid;
	__u32 level;

	if (!pid)
		return 0;
	level = READ(pid, level);
	for (__u32 i = 0; i < 32 && i <= level; i++) {
		if (bpf_core_read(&upid, sizeof(upid), &pid->numbers[i]))
			return 0;
		if (READ(upid.ns, ns.inum) == pidns)
			return upid.nr;
	}
	return 0;
}

/* Changes flags and labels of a process: all its threads and their memory. */
SEC("iter/task")
int control_process(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct object_request *request;
	struct requester key = {};
	struct task_state *state;
	struct prov *prov, *memory;

	if (!task || !requester_now(&key))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	if (!request || process_number(task, key.pidns) != request->object)
		return 0;
	state = task_state_of(task);
	if (!state)
		return 0;
	prov = task_of(state, task);
	if (!prov)
		return 0;
	memory = memory_of(state, task, UNTRUSTED(task)->real_cred);
	if (!memory)
		return 0;
	flags_apply(prov, request);
	flags_apply(memory, request);
	if ((request->set & FLAG_MEMBER) && !(prov->flags & FLAG_MEMBER)) {
		__sync_fetch_and_or(&prov->flags, FLAG_MEMBER);
		__sync_fetch_and_add(&counters.members, 1);
	}
	request_answer(request, memory);
	return 0;
}

/* A file keeps what was asked for when the kernel forgets its inode. */
static __always_inline void file_flags_keep(const struct object_request *request,
					    const struct prov *prov)
{
	struct file_target key = {.ino = prov->inode.ino, .dev = prov->inode.dev};
	struct file_flags flags = {}, *known = bpf_map_lookup_elem(&file_targets, &key);

	if (known && known->generation == prov->inode.generation)
		flags = *known;
	flags.flags = (flags.flags | request->set) & ~request->clear;
	flags.taint |= request->taint;
	flags.generation = prov->inode.generation;
	file_hints[stamp_at(key.ino)] = true;
	if (!flags.flags && !flags.taint)
		bpf_map_delete_elem(&file_targets, &key);
	else if (bpf_map_update_elem(&file_targets, &key, &flags, BPF_ANY))
		COUNT_FAILURE(file_targets_full);
}

static __always_inline void file_change(struct object_request *request, struct prov *prov)
{
	flags_apply(prov, request);
	if (request->set | request->clear || request->taint)
		file_flags_keep(request, prov);
	request_answer(request, prov);
	if (request->matched > 1)
		return;
	request->ino = prov->inode.ino;
	request->dev = prov->inode.dev;
	request->name_id = prov->name_id;
	__builtin_memcpy(request->sb_uuid, prov->inode.sb_uuid, sizeof(request->sb_uuid));
}

/*
 * Changes flags and labels of a file. In LSM mode only a hook reaches all inodes of a file: user space
 * attaches this one, asks for the attribute that keeps flags, and detaches it. A stacked file system asks the
 * one below for it in turn, which since 6.7 it does no more for the plain attributes: the inodes of both get
 * the flags. With those of one alone what is opaque would be tracked by the other.
 */
#ifdef MODE_LSM
SEC("lsm/inode_getxattr")
int BPF_PROG(control_file, struct dentry *dentry, const char *name, int ret)
{
	struct inode *inode = dentry->d_inode;
	struct object_request *request;
	struct requester key = {};
	struct prov *prov;

	if (ret || !requester_now(&key))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	/* Without an inode it never is, but from 7.3 on the verifier asks. */
	if (!request || !inode || !is_provenance(name))
		return 0;
	prov = inode_of(inode);
	if (prov)
		file_change(request, prov);
	return 0;
}
#else
SEC("iter/task_file")
int control_file(struct bpf_iter__task_file *ctx)
{
	struct object_request *request;
	struct requester key = {};
	struct file *file = ctx->file;
	struct task_struct *task = ctx->task;
	struct prov *prov;

	if (!task || !file || task->tgid != bpf_get_current_task_btf()->tgid ||
	    !requester_now(&key))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	if (!request || request->object != ctx->fd || request->matched)
		return 0;
	prov = inode_any(READ(file, f_inode), true);
	if (prov)
		file_change(request, prov);
	return 0;
}
#endif

/* Gives processes that exist what targets have for them. */
SEC("iter/task")
int control_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (!task)
		return 0;
	if (!(task->flags & PF_KTHREAD))
		targets_process(task);
	return 0;
}

static long object_step(__u32 index, void *context)
{
	__u32 slot = *(__u32 *)context + index;
	struct prov *prov = object_at(slot);

	if (slot >= control.object_limit)
		return 1;
	if (object_lives(prov) && type_is_inode(prov->type))
		targets_owned(prov, prov->inode.uid, prov->inode.gid);
	return 0;
}

/* The same for inodes that are known, from the slot that the request names; others get it later. */
SEC("iter/task")
int control_objects(struct bpf_iter__task *ctx)
{
	struct object_request *request = own_request(ctx->task);
	__u32 first;

	if (!request)
		return 0;
	first = request->object;
	bpf_loop(OBJECTS_AT_ONCE, object_step, &first, 0);
	return 0;
}

/* The same for sockets that are open, by the addresses that they have already. */
SEC("iter/task_file")
int control_sockets(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct inode *inode;

	if (!task || !file)
		return 0;
	inode = READ(file, f_inode);
	if (inode && (READ(inode, i_mode) & S_IFMT) == S_IFSOCK)
		targets_socket(task, inode);
	return 0;
}

/*
 * Counts the live tasks of the trees of `camflow run`. counters.members goes wrong when the kernel skips
 * the program that sees a task end.
 */
SEC("iter/task")
int control_members(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct object_request *request;
	struct requester key = {};
	struct task_state *state;
	struct prov *prov;

	if (!task || (task->flags & PF_EXITING) || !requester_now(&key))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	state = bpf_task_storage_get(&tasks, task, 0, 0);
	prov = state ? object_get(&state->task) : 0;
	if (request && prov && (prov->flags & FLAG_MEMBER))
		request->matched++;
	return 0;
}

/* Calls the reader: what waits in the ring is handed over. */
SEC("iter/task")
int control_flush(struct bpf_iter__task *ctx)
{
	if (own_request(ctx->task))
		reader_call();
	return 0;
}

#endif
