/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The quickest way out where capture is selective: nobody in this flow is tracked.
 *
 * Hints tell that a task, a memory or an inode may be tracked. An inode's are found by its number, and to read
 * it costs more than all else here. So that nobody is tracked is remembered by three addresses: of the task, its
 * credentials and the inode. It holds until `control.trackings` moves, which it does after an object has become
 * tracked (hint_set) and when an inode that may be tracked already is given to an address (d_instantiate), before
 * anybody can find it there. Tasks and credentials begin untracked.
 */
#ifndef CAMFLOW_PROV_BYSTANDER_H
#define CAMFLOW_PROV_BYSTANDER_H

#define BYSTANDERS 8192

/* One word each, so there is nothing to lock. */
__u64 bystanders[BYSTANDERS];

/* Set by d_instantiate: nothing is remembered where it cannot be seen. */
bool instantiations_seen;

/* To be read before anybody asks who is tracked. */
static __always_inline __u64 trackings_now(void)
{
	__u64 trackings = *(volatile __u64 *)&control.trackings;

	barrier();
	return trackings;
}

/* By the addresses of a task, its credentials and an inode, as numbers. */
static __always_inline __u64 bystander_of(__u64 task, __u64 cred, __u64 inode, __u64 trackings)
{
	return (task * MIX + cred) * MIX + inode + trackings;
}

/* The lowest bits of all addresses are 0. */
static __always_inline __u64 *bystander_place(__u64 bystander)
{
	return &bystanders[bystander >> 3 & (BYSTANDERS - 1)];
}

static __always_inline void bystander_note(__u64 bystander)
{
	if (instantiations_seen)
		*bystander_place(bystander) = bystander;
}

static __noinline bool inode_hinted(struct inode *inode)
{
	return hints[stamp_of_any_inode(inode)] & HINT_TRACKED;
}

static __noinline bool owned_hinted(struct inode *inode)
{
	targets_inode(inode);
	return (hints_of_task(bpf_get_current_task_btf()) & HINT_TRACKED) || inode_hinted(inode);
}

/* Of a scope that is neither SCOPE_ALL nor SCOPE_TRACKED. */
static __always_inline bool nobody_captured(__u32 scope, struct inode *inode)
{
	barrier_var(scope);
	return nothing_captured(scope) || !owned_hinted(inode);
}

/* @number of the inode */
static __always_inline bool are_bystanders(struct inode *inode, __u64 number)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 task_at = number_of(task), cred_at = number_of(task->real_cred);
	__u64 bystander = bystander_of(task_at, cred_at, number, trackings_now());

	if (*bystander_place(bystander) == bystander)
		return true;
	if (((hints[stamp_at(task_at)] | hints[stamp_at(cred_at)]) & HINT_TRACKED) ||
	    inode_hinted(inode))
		return false;
	bystander_note(bystander);
	return true;
}

/* Whether nobody in a flow between the current task and an inode is tracked. */
static __always_inline bool nobody_tracked(struct inode *inode)
{
	__u32 scope = control.scope;

	if (scope == SCOPE_ALL)
		return false;
	barrier_var(scope);
	if (scope != SCOPE_TRACKED)
		return nobody_captured(scope, inode);
	return are_bystanders(inode, number_of(inode));
}

/* The same for an inode that the verifier does not let us dereference. */
static __always_inline bool nobody_tracked_any(struct inode *inode)
{
	__u32 scope = control.scope;

	if (scope == SCOPE_ALL)
		return false;
	barrier_var(scope);
	if (scope != SCOPE_TRACKED)
		return nobody_captured(scope, inode);
	return are_bystanders(inode, number_of_any(inode));
}

/*
 * Hints are shared by many. What they let pass is remembered too, once the objects themselves are at hand and
 * none is tracked; a memory with shared mappings may be told what it does not know by its next flow.
 * @inode its address as a number
 */
static __always_inline bool flow_untracked(const struct flow *flow, __u64 inode)
{
	struct task_struct *task;
	__u64 trackings;

	if (control.scope != SCOPE_TRACKED)
		return false;
	trackings = trackings_now();
	if (((flow->task->flags | flow->memory->flags | flow->entity->flags) & FLAG_TRACKED) ||
	    (hints[flow->memory->stamp] & HINT_SHARED))
		return false;
	task = bpf_get_current_task_btf();
	bystander_note(
	    bystander_of(number_of(task), number_of(UNTRUSTED(task)->real_cred), inode, trackings));
	return true;
}

#endif
