/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making an inode: two hooks make one flow. The first (create, mkdir, mknod, symlink) names the
 * directory; the inode is not there yet. When it is tied to its name (d_instantiate), the task that
 * asked for it gets its edge to the new inode. Upstream links only the directory, and nothing at all
 * for mkdir, mknod and symlink.
 */
#ifndef CAMFLOW_HOOKS_CREATE_H
#define CAMFLOW_HOOKS_CREATE_H

/*
 * What the first hook leaves for the second: the task, its dentry and the type of relation, at a place that the
 * dentry gives. A place that is taken, or was left behind when a making failed, is not taken again: then the
 * task's own storage has it, which costs more.
 */
#define CREATIONS 1024
#define CREATIONS_SHIFT 54

struct creation {
	__u64 task;
	__u64 dentry;
	__u64 type;
} creations[CREATIONS];

static __always_inline struct creation *creation_of(__u64 dentry)
{
	return &creations[dentry * MIX >> CREATIONS_SHIFT];
}

/* Two deep: overlayfs makes the file in its upper layer before it has its own. */
static __always_inline void creating_store(struct task_struct *task, struct dentry *dentry,
					   __u8 relation)
{
	struct task_state *state = task_state_of(task);

	if (!state)
		return;
	state->creating[1] = state->creating[0];
	state->creating[0] = (__u64)dentry;
	state->creating_type = relation;
	hints[stamp_of(task)] |= HINT_CREATING;
}

static __always_inline void creating_note(struct dentry *dentry, __u8 relation)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct creation *creation = creation_of(number_of(dentry));
	__u64 self = number_of(task), held;

	held = __sync_val_compare_and_swap(&creation->task, 0, self);
	if (held && (held != self || creation->dentry != number_of(dentry))) {
		creating_store(task, dentry, relation);
		return;
	}
	creation->dentry = number_of(dentry);
	creation->type = relation;
}

/* @return the type of the relation for which the task is making this name's inode; 0: it is not */
static __always_inline __u8 creating_taken(struct dentry *dentry)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct creation *creation = creation_of(number_of(dentry));
	struct task_state *state;
	__u8 relation;

	if (creation->task == number_of(task) && creation->dentry == number_of(dentry)) {
		relation = creation->type;
		*(volatile __u64 *)&creation->task = 0;
		return relation;
	}
	if (!(hints[stamp_of(task)] & HINT_CREATING))
		return 0;
	state = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!state || !state->creating[0])
		return 0;
	if ((__u64)dentry == state->creating[0])
		state->creating[0] = state->creating[1];
	else if ((__u64)dentry != state->creating[1])
		return 0;
	state->creating[1] = 0;
	if (!state->creating[0])
		hints[stamp_of(task)] &= ~HINT_CREATING;
	return state->creating_type;
}

/* What the first hook does, for all four. */
static __always_inline int create_in(struct inode *dir, struct dentry *dentry, __u8 relation,
				     __u64 mode, int ret)
{
	if (!dir || ret || nobody_tracked(dir))
		return 0;
	creating_note(dentry, relation);
	INODE_FLOW(dir, KIND(HOOK_INODE_CREATE, mode), FLOW_OUT, ret);
	flow.note.flags = mode;
	if (generates(&flow, RELATION_INODE_CREATE))
		front_close(&front);
	return 0;
}

/*
 * inode_create - a regular file is about to be made.
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (inode_create, with the mode)
 * match-proto:6.1:int security_inode_create(struct inode *dir, struct dentry *dentry, umode_t mode)
 */
HOOK(inode_create)
int HOOK_PROG(inode_create, struct inode *dir, struct dentry *dentry, umode_t mode, int ret)
{
	return create_in(dir, dentry, RELATION_INODE_CREATE, mode, ret);
}

/*
 * inode_mkdir - a directory is about to be made.
 * Flows: as inode_create
 * match-proto:6.1:int security_inode_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
 */
HOOK(inode_mkdir)
int HOOK_PROG(inode_mkdir, struct inode *dir, struct dentry *dentry, umode_t mode, int ret)
{
	return create_in(dir, dentry, RELATION_INODE_CREATE, mode, ret);
}

/*
 * inode_mknod - a device, FIFO or socket is about to be made, or a file by mknod.
 * Flows: as inode_create
 * match-proto:6.1:int security_inode_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
 */
HOOK(inode_mknod)
int HOOK_PROG(inode_mknod, struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev,
	      int ret)
{
	return create_in(dir, dentry, RELATION_INODE_CREATE, mode, ret);
}

/*
 * inode_symlink - a symbolic link is about to be made.
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (inode_create)
 * match-proto:6.1:int security_inode_symlink(struct inode *dir, struct dentry *dentry, const char *old_name)
 */
HOOK(inode_symlink)
int HOOK_PROG(inode_symlink, struct inode *dir, struct dentry *dentry, const char *old_name,
	      int ret)
{
	return create_in(dir, dentry, RELATION_SYMLINK, 0, ret);
}

/*
 * Who makes a file mostly opens it next, and learns nothing by that: see already_known(). The flows of that
 * opening are remembered as if they had been looked at.
 */
static __always_inline void opening_known(struct inode *inode)
{
	struct front permission, open;

	if ((inode->i_mode & S_IFMT) != S_IFREG)
		return;
	/* One after the other they would be made twice. */
	permission = front_open(inode, KIND(HOOK_INODE_PERMISSION, MAY_OPEN), FLOW_IN);
	open = front_open(inode, KIND(HOOK_FILE_OPEN, 0), FLOW_IN);
	if (permission.pass)
		front_close(&permission);
	if (open.pass)
		front_close(&open);
}

/* An inode that was not in memory may be that of a file that is tracked: see prov/bystander.h. */
static __always_inline void instantiated(const struct inode *inode)
{
	instantiations_seen = true;
	if (hints[stamp_of_inode(inode)] & HINT_TRACKED)
		tracking_moved();
}

/*
 * d_instantiate - a name gets its inode, after a look-up on disk or after making it.
 * Flows: after making: 1. task -> inode (inode_create or symlink)   2. path -> inode (named)
 * match-proto:6.1:void security_d_instantiate(struct dentry *dentry, struct inode *inode)
 */
HOOK(d_instantiate)
int HOOK_PROG(d_instantiate, struct dentry *dentry, struct inode *inode)
{
	struct flow flow = {};
	__u8 relation;

	if (!PRESENT(inode) || !inode)
		return 0;
	instantiated(inode);
	relation = creating_taken(dentry);
	if (!relation || !flow_actor(&flow))
		return 0;
	flow.entity = inode_of(inode);
	if (!flow.entity)
		return 0;
	flow.note.dentry = (__u64)dentry;
	flow.note.flags = flow.entity->inode.mode;
	if (generates(&flow,
		      relation == RELATION_SYMLINK ? RELATION_SYMLINK : RELATION_INODE_CREATE))
		opening_known(inode);
	return 0;
}

#endif
