/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Targets: flags and labels for whoever an object belongs to, or wherever it goes. Looked for when an
 * object appears or changes hands, not at each flow; what exists when a target is set is scanned then
 * (hooks/control.h). While there is no target of a kind its word in control.targets costs one load.
 */
#ifndef CAMFLOW_PROV_TARGET_H
#define CAMFLOW_PROV_TARGET_H

#define TARGETS_OF_OWNERS (TARGET_USER | TARGET_GROUP)
#define TARGETS_OF_CREDENTIALS (TARGETS_OF_OWNERS | TARGET_SECCTX)
#define TARGETS_OF_PROCESSES (TARGETS_OF_CREDENTIALS | TARGET_CGROUP | TARGET_NAMESPACE)
#define TARGETS_OF_ADDRESSES (TARGET_INGRESS | TARGET_EGRESS)

#define CGROUP_DEPTH 32

static __always_inline void target_add(struct target *sum, const struct target *hit)
{
	if (!hit)
		return;
	sum->flags |= hit->flags;
	sum->taint |= hit->taint;
}

static __always_inline bool target_hits(const struct target *target)
{
	return target->flags || target->taint;
}

/* Gives an object what a target says. Flags are set, never cleared. */
static __always_inline void target_apply(struct prov *prov, const struct target *target)
{
	if (!(target->taint & ~prov->taint) && !(target->flags & ~prov->flags))
		return;
	__sync_fetch_and_or(&prov->taint, target->taint);
	if (target->flags & ~prov->flags) {
		__sync_fetch_and_or(&prov->flags, target->flags);
		hint_set(prov);
	}
	unsaved_note(prov);
}

static __always_inline void targets_of_owner(__u32 uid, __u32 gid, struct target *sum)
{
	if (control.targets & TARGET_USER)
		target_add(sum, bpf_map_lookup_elem(&user_targets, &uid));
	if (control.targets & TARGET_GROUP)
		target_add(sum, bpf_map_lookup_elem(&group_targets, &gid));
}

/* An inode or a memory has an owner, perhaps a new one. */
static __always_inline void targets_owned(struct prov *prov, __u32 uid, __u32 gid)
{
	struct target sum = {};

	if (!(control.targets & TARGETS_OF_OWNERS))
		return;
	targets_of_owner(uid, gid, &sum);
	if (target_hits(&sum))
		target_apply(prov, &sum);
}

/*
 * Before anybody looks at the hints: an inode of a target's owner may be unknown, and nobody else in the flow
 * tracked.
 */
static __always_inline void targets_inode(struct inode *inode)
{
	__u16 stamp = stamp_of_any_inode(inode);
	struct target sum = {};

	if (hints[stamp] & HINT_TRACKED)
		return;
	targets_of_owner(READ(inode, i_uid.val), READ(inode, i_gid.val), &sum);
	if (target_hits(&sum))
		hints[stamp] |= HINT_FLAGGED | HINT_TRACKED;
}

/* The control group of the task and all above it, in the version 2 hierarchy. */
static __always_inline void targets_of_cgroup(struct task_struct *task, struct target *sum)
{
	struct cgroup *cgroup = READ(task, cgroups, dfl_cgrp);

	for (int i = 0; i < CGROUP_DEPTH && cgroup; i++) {
		struct cgroup_subsys_state *parent = READ(cgroup, self.parent);
		__u64 id = READ(cgroup, kn, id);

		target_add(sum, bpf_map_lookup_elem(&cgroup_targets, &id));
		cgroup = parent ? READ(parent, cgroup) : 0;
	}
}

static __always_inline struct target_lists *target_lists_now(void)
{
	__u32 slot = control.target_slot & 1;

	return bpf_map_lookup_elem(&target_lists, &slot);
}

struct namespace_search {
	struct target_lists *lists;
	__u32 numbers[6];
	struct target found;
};

static long namespace_step(__u32 index, void *context)
{
	struct namespace_search *search = context;
	struct namespace_target *entry;

	if (index >= TARGET_LIST || index >= search->lists->namespace_count)
		return 1;
	entry = &search->lists->namespaces[index];
	for (int i = 0; i < 6; i++)
		if (entry->numbers[i] && entry->numbers[i] != search->numbers[i])
			return 0;
	search->found = entry->target;
	return 1;
}

static __always_inline void targets_of_namespaces(struct task_struct *task, struct target *sum)
{
	struct namespace_search search = {};
	struct nsproxy *ns = READ(task, nsproxy);
	struct pid *pid = READ(task, thread_pid);
	struct upid upid;
	__u32 level;

	if (!ns || !pid)
		return;
	search.lists = target_lists_now();
	if (!search.lists)
		return;
	level = READ(pid, level);
	if (level < 32 && !bpf_core_read(&upid, sizeof(upid), &pid->numbers[level]))
		search.numbers[3] = READ(upid.ns, ns.inum);
	search.numbers[0] = READ(ns, uts_ns, ns.inum);
	search.numbers[1] = READ(ns, ipc_ns, ns.inum);
	search.numbers[2] = READ(ns, mnt_ns, ns.inum);
	search.numbers[4] = READ(ns, net_ns, ns.inum);
	search.numbers[5] = READ(ns, cgroup_ns, ns.inum);
	bpf_loop(TARGET_LIST, namespace_step, &search, 0);
	target_add(sum, &search.found);
}

static __always_inline void targets_of_place(struct task_struct *task, struct target *sum)
{
	if (control.targets & TARGET_CGROUP)
		targets_of_cgroup(task, sum);
	if (control.targets & TARGET_NAMESPACE)
		targets_of_namespaces(task, sum);
}

#endif
