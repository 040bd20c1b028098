/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a flow is captured at all: opaque, tracked, filtered; in the order of capture-hooks.md 7.2. */
#ifndef CAMFLOW_PROV_GUARD_H
#define CAMFLOW_PROV_GUARD_H

/* Of task->flags: a thread that the kernel made for an io_uring. */
#define PF_IO_WORKER 0x10

/*
 * The current task and its memory. The memory is that of the objective credentials: what overlayfs or
 * access(2) put in their place for a moment is not another memory, and overlayfs's mounter would join
 * the flows of everybody who uses the file system. What a worker of an io_uring does is done by the
 * process that asked for it.
 * @return false when their state cannot be had (counted) */
static __always_inline bool flow_actor(struct flow *flow)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct cred *cred;
	struct task_state *state;

	if (task->flags & PF_IO_WORKER)
		task = task->group_leader;
	cred = task->real_cred;
	state = task_state_of(task);
	if (!state)
		return false;
	flow->current = task;
	flow->note.epoch = control.epoch;
	flow->task = task_of(state, task);
	if (!flow->task)
		return false;
	flow->memory = memory_of(state, task, cred);
	if (!flow->memory)
		return false;
	flow->note.task_id = flow->task->id;
	return true;
}

static __always_inline void targets_of_credentials(const struct cred *cred, struct target *sum)
{
	if (control.targets & TARGETS_OF_OWNERS)
		targets_of_owner(BPF_CORE_READ(cred, uid.val), BPF_CORE_READ(cred, gid.val), sum);
	if (control.targets & TARGET_SECCTX)
		context_of_label(label_of(cred), sum);
}

/* Whether credentials belong to a target, before they have a memory. */
static __always_inline bool targets_meet_credentials(const struct cred *cred)
{
	struct target sum = {};

	targets_of_credentials(cred, &sum);
	return target_hits(&sum);
}

/* The thread that runs us, as it sees itself. @return false when it cannot be told */
static __always_inline bool requester_now(struct requester *key)
{
	struct pid *pid = BPF_CORE_READ(bpf_get_current_task_btf(), thread_pid);
	struct upid upid;
	__u32 level;

	if (!pid)
		return false;
	level = BPF_CORE_READ(pid, level);
	if (level >= 32 || bpf_core_read(&upid, sizeof(upid), &pid->numbers[level]))
		return false;
	key->tid = upid.nr;
	key->pidns = BPF_CORE_READ(upid.ns, ns.inum);
	return true;
}

/* Whether the thread that runs us has a request: what it does belongs to the capture. */
static __always_inline bool is_requester(void)
{
	struct requester key = {};

	return requester_now(&key) && bpf_map_lookup_elem(&requests, &key);
}

/*
 * Gives a process what targets have for it: the owner's to its memory, the rest to both.
 * @return whether any target met it
 */
static __noinline bool targets_process(struct task_struct *task)
{
	struct target owner = {}, place = {};
	const struct cred *cred = task->real_cred;
	struct task_state *state;
	struct prov *prov;

	targets_of_credentials(cred, &owner);
	targets_of_place(task, &place);
	if (!target_hits(&owner) && !target_hits(&place))
		return false;
	state = task_state_of(task);
	if (!state)
		return false;
	prov = memory_of(state, task, cred);
	if (prov) {
		target_apply(prov, &owner);
		target_apply(prov, &place);
	}
	prov = target_hits(&place) ? task_of(state, task) : 0;
	if (prov)
		target_apply(prov, &place);
	return true;
}

/* Whether an actor's flow is captured: not opaque, somebody tracked, nothing filtered. */
static __always_inline bool actor_captured(const struct prov *task, const struct prov *memory,
					   const struct prov *entity, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 flags = task->flags | memory->flags | entity->flags;

	return policy->enabled && !(flags & FLAG_OPAQUE) &&
	       (policy->all || (flags & FLAG_TRACKED)) && !relation_filtered(policy, type) &&
	       !node_filtered(policy, entity) && !node_filtered(policy, task);
}

/* Whether an edge between two objects is; the actor's tracking does not count. */
static __always_inline bool pair_captured(const struct prov *from, const struct prov *to, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 flags = from->flags | to->flags;

	return policy->enabled && !(flags & FLAG_OPAQUE) &&
	       (policy->all || (flags & FLAG_TRACKED)) && !relation_filtered(policy, type) &&
	       !node_filtered(policy, from) && !node_filtered(policy, to);
}

/* Memory tracked means that its task is (graph-model.md 5.4). */
static __always_inline void inherit_tracking(struct prov *to, const struct prov *from)
{
	if (!(from->flags & FLAG_TRACKED) || (to->flags & FLAG_TRACKED))
		return;
	__sync_fetch_and_or(&to->flags, FLAG_TRACKED);
	hint_set(to);
}

#endif
