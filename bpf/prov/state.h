/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a kernel object to its provenance. Objects that existed before the capture get their state,
 * and their name, the first time they are seen.
 */
#ifndef CAMFLOW_PROV_STATE_H
#define CAMFLOW_PROV_STATE_H

static __always_inline void namespaces_of(struct prov *prov, struct nsproxy *ns)
{
	if (!ns)
		return;
	prov->task.namespaces[0] = READ(ns, uts_ns, ns.inum);
	prov->task.namespaces[1] = READ(ns, ipc_ns, ns.inum);
	prov->task.namespaces[2] = READ(ns, mnt_ns, ns.inum);
	prov->task.namespaces[4] = READ(ns, net_ns, ns.inum);
	prov->task.namespaces[5] = READ(ns, cgroup_ns, ns.inum);
}

static __always_inline void task_numbers(struct prov *prov, struct task_struct *task)
{
	struct pid *pid = READ(task, thread_pid);
	__u32 level;

	prov->task.pid = task->pid;
	prov->task.vpid = task->pid;
	if (pid) {
		level = READ(pid, level);
		if (level < 32) {
			struct upid *upid = &pid->numbers[level];

			prov->task.vpid = READ(upid, nr);
			prov->task.namespaces[3] = READ(upid, ns, ns.inum);
		}
	}
}

/* Inode number of a control group, low half: numbers go up while the machine runs. */
static __always_inline __u32 cgroup_number(struct cgroup *cgroup)
{
	return READ(cgroup, kn, id);
}

static __always_inline void task_cgroup(struct prov *prov, struct task_struct *task)
{
	prov->task.cgroup = cgroup_number(READ(task, cgroups, dfl_cgrp));
}

static __always_inline struct task_state *task_state_of(struct task_struct *task)
{
	struct task_state *state;

	state = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!state)
		COUNT_FAILURE(task_storage);
	return state;
}

/* @like another task with the same namespaces, but perhaps its number's; or NULL */
static __always_inline struct prov *task_like(struct task_state *state, struct task_struct *task,
					      const struct prov *like)
{
	struct nsproxy *ns = UNTRUSTED(task)->nsproxy;
	struct prov *prov = object_get(&state->task);

	if (prov && state->nsproxy == (__u64)ns)
		return prov;
	if (!prov) {
		if (state->ended)
			return 0;
		prov = object_new(&state->task, VERTEX_TASK);
		if (!prov)
			return 0;
		prov->stamp = stamp_of(task);
		task_cgroup(prov, task);
	}
	state->nsproxy = (__u64)ns;
	if (like)
		__builtin_memcpy(prov->task.namespaces, like->task.namespaces,
				 sizeof(prov->task.namespaces));
	else
		namespaces_of(prov, ns);
	task_numbers(prov, task);
	return prov;
}

static __always_inline struct prov *task_of(struct task_state *state, struct task_struct *task)
{
	return task_like(state, task, 0);
}

static __always_inline void memory_ids(struct prov *prov, const struct cred *cred)
{
	prov->memory.uid = READ(cred, uid.val);
	prov->memory.gid = READ(cred, gid.val);
	targets_owned(prov, prov->memory.uid, prov->memory.gid);
}

/*
 * Gives a memory the context of its credentials. A label that is on the credentials which these were copied from
 * lives as long as they do: their memory, `like`, has its number.
 */
static __noinline int context_change(struct prov *prov, __u64 label, const struct prov *like)
{
	__u32 mark = label_mark(label), number;
	struct target sum = {};

	if (!prov)
		return 0;
	prov->label = mark;
	if (like && like->label == mark && !(control.targets & TARGET_SECCTX) &&
	    !label_is_stale(label))
		number = like->memory.secid;
	else
		number = context_of_label(label, &sum);
	if (target_hits(&sum))
		target_apply(prov, &sum);
	if (prov->memory.secid == number)
		return 0;
	prov->memory.secid = number;
	if (prov->described)
		prov->changed = 1;
	return 0;
}

/* Sees to it that a memory has the context of its credentials. */
static __always_inline void memory_context(struct prov *prov, const struct cred *cred,
					   const struct prov *like)
{
	__u64 label;

	if (!has_contexts())
		return;
	label = label_of(cred);
	if (prov->label != label_mark(label))
		context_change(prov, label, like);
}

/*
 * Memory of credentials that had none.
 * @like memory of the credentials that they are a copy of, or NULL
 */
static __always_inline struct prov *memory_new(struct handle *handle, const struct cred *cred,
					       const struct prov *like)
{
	struct prov *prov = object_new(handle, VERTEX_PROCESS_MEMORY);
	__u64 number = number_of_any(cred);

	if (!prov)
		return 0;
	prov->stamp = stamp_at(number);
	memory_ids(prov, cred);
	memory_context(prov, cred, like);
	memory_enter(number, prov);
	return prov;
}

/* Memory of any credentials, made when it is not there. */
static __noinline struct prov *memory_of_cred(struct handle *handle, const struct cred *cred,
					      const struct prov *like)
{
	struct prov *prov;

	if (!handle)
		return 0;
	prov = memory_find(number_of_any(cred));
	if (!prov)
		return memory_new(handle, cred, like);
	handle->id = prov->id;
	handle->slot = prov->slot;
	memory_context(prov, cred, like);
	return prov;
}

/*
 * In tracepoint mode nobody tells when credentials are freed: another process's may have stood at this
 * address, with its flags. Only the threads of one process share credentials, so that it shows.
 */
static __always_inline void memory_forget_others(const struct cred *cred, __u32 tgid)
{
#ifdef MODE_TRACEPOINT
	struct prov *prov = memory_find(number_of_any(cred));

	if (!prov || prov->memory.tgid == tgid)
		return;
	memory_leave(number_of_any(cred));
	object_free(prov);
#endif
}

/* Memory of a task's credentials; the task remembers where it found it. */
static __always_inline struct prov *memory_of(struct task_state *state, struct task_struct *task,
					      const struct cred *cred)
{
	struct prov *prov;

	if (state->cred == (__u64)cred) {
		prov = object_get(&state->memory);
		if (prov)
			return prov;
	}
	memory_forget_others(cred, task->tgid);
	prov = memory_of_cred(&state->memory, cred, 0);
	if (!prov)
		return 0;
	state->cred = (__u64)cred;
	prov->memory.tgid = task->tgid;
	return prov;
}

/*
 * Memory of a task that is being made. That of its parent, `like`, has the same context, as was found out when the
 * credentials were copied: it is not looked at again.
 */
static __always_inline struct prov *memory_copied(struct task_state *state,
						  struct task_struct *task, const struct cred *cred,
						  const struct prov *like)
{
#ifndef MODE_TRACEPOINT
	struct prov *prov = memory_find(number_of(cred));

	if (prov && prov->label == like->label) {
		state->memory.id = prov->id;
		state->memory.slot = prov->slot;
		state->cred = (__u64)cred;
		prov->memory.tgid = task->tgid;
		return prov;
	}
#endif
	return memory_of(state, task, cred);
}

static __always_inline __u8 inode_type(__u16 mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return VERTEX_FILE;
	case S_IFDIR:
		return VERTEX_DIRECTORY;
	case S_IFLNK:
		return VERTEX_LINK;
	case S_IFCHR:
		return VERTEX_CHAR;
	case S_IFBLK:
		return VERTEX_BLOCK;
	case S_IFIFO:
		return VERTEX_PIPE;
	case S_IFSOCK:
		return VERTEX_SOCKET;
	}
	return VERTEX_INODE_UNKNOWN;
}

/* What a new vertex needs of an inode, besides its type. */
struct inode_facts {
	struct super_block *sb;
	__u64 ino;
	__u32 dev;
	__u32 generation;
	__u32 uid;
	__u32 gid;
	__u16 mode;
	__u16 stamp;
};

/* Works for any pointer, at the price of a helper call for each field. */
static __always_inline void inode_read(struct inode_facts *facts, struct inode *inode)
{
	struct super_block *sb = READ(inode, i_sb);

	facts->sb = sb;
	facts->ino = READ(inode, i_ino);
	facts->dev = READ(sb, s_dev);
	facts->generation = READ(inode, i_generation);
	facts->uid = READ(inode, i_uid.val);
	facts->gid = READ(inode, i_gid.val);
	facts->mode = READ(inode, i_mode);
	facts->stamp = stamp_of_any_inode(inode);
}

/* By inode number, whether `file_targets` may have something: its look-up costs more than most of a new inode. */
bool file_hints[STAMPS];

/* What was asked for a file before the kernel forgot its inode. */
static __always_inline void flags_restore(struct prov *prov)
{
	struct file_target target = {.ino = prov->inode.ino, .dev = prov->inode.dev};
	struct file_flags *flags;

	if (!file_hints[stamp_at(target.ino)])
		return;
	flags = bpf_map_lookup_elem(&file_targets, &target);
	if (!flags || flags->generation != prov->inode.generation)
		return;
	prov->flags = flags->flags;
	prov->taint = flags->taint;
	hint_set(prov);
}

static __always_inline void inode_fill(struct prov *prov, const struct inode_facts *facts)
{
	struct super_block *sb = facts->sb;

	prov->stamp = facts->stamp;
	prov->inode.ino = facts->ino;
	prov->inode.dev = facts->dev;
	prov->inode.generation = facts->generation;
	prov->inode.mode = facts->mode;
	prov->inode.uid = facts->uid;
	prov->inode.gid = facts->gid;
	read_two_words(prov->inode.sb_uuid, &sb->s_uuid);
	prov->origin = ORIGIN_MIXED;
	flags_restore(prov);
	targets_owned(prov, prov->inode.uid, prov->inode.gid);
	moves[move_of_inode(prov)].birth++;
}

/* chmod and chown show at the next use of the inode (graph-model.md 6.4). */
static __always_inline void inode_refresh(struct prov *prov, __u16 mode, __u32 uid, __u32 gid)
{
	if (prov->inode.mode == mode && prov->inode.uid == uid && prov->inode.gid == gid)
		return;
	prov->inode.mode = mode;
	prov->inode.uid = uid;
	prov->inode.gid = gid;
	prov->changed = 1;
	targets_owned(prov, uid, gid);
}

static __always_inline struct prov *inode_new(const struct inode_key *key,
					      const struct inode_facts *facts)
{
	struct handle handle = {};
	struct prov *prov = object_new(&handle, inode_type(facts->mode));

	if (!prov)
		return 0;
	inode_key_note(prov, key);
	inode_fill(prov, facts);
	inode_enter(key, prov);
	return prov;
}

/* Nobody changes the mode of a pipe or socket; an owner changed by fchown waits for its next life. */
static __always_inline bool inode_refreshes(const struct prov *prov)
{
	return prov->type != VERTEX_PIPE && prov->type != VERTEX_SOCKET;
}

/* State of an inode: works for any pointer, in any kind of program. */
static __noinline struct prov *inode_any(struct inode *inode, bool create)
{
	struct inode_key key = {};
	struct inode_facts facts;
	struct prov *prov;

	inode_key(&key, inode);
	prov = inode_find(&key);
	if (prov && inode_refreshes(prov))
		inode_refresh(prov, READ(inode, i_mode), READ(inode, i_uid.val),
			      READ(inode, i_gid.val));
	if (prov || !create)
		return prov;
	inode_read(&facts, inode);
	return inode_new(&key, &facts);
}

#ifdef MODE_LSM
/* The same through a pointer that the verifier trusts: no helper call for each field. */
static __noinline struct prov *inode_of(struct inode *inode)
{
	struct inode_key key = {};
	struct inode_facts facts;
	struct prov *prov;

	inode_key_of(&key, inode);
	prov = inode_find(&key);
	if (prov) {
		if (inode_refreshes(prov))
			inode_refresh(prov, inode->i_mode, inode->i_uid.val, inode->i_gid.val);
		return prov;
	}
	facts.sb = UNTRUSTED(inode)->i_sb;
	facts.ino = inode->i_ino;
	facts.dev = facts.sb->s_dev;
	facts.generation = inode->i_generation;
	facts.uid = inode->i_uid.val;
	facts.gid = inode->i_gid.val;
	facts.mode = inode->i_mode;
	facts.stamp = stamp_of_place(place_of_inode_on(facts.sb, inode));
	return inode_new(&key, &facts);
}
#else
static __always_inline struct prov *inode_of(struct inode *inode)
{
	return inode_any(inode, true);
}
#endif

#endif
