/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a flow is captured at all: opaque, tracked, filtered; in the order of capture-hooks.md 7.2. */
#ifndef CAMFLOW_PROV_GUARD_H
#define CAMFLOW_PROV_GUARD_H

/* Of task->flags: a thread that the kernel made for an io_uring. */
#define PF_IO_WORKER 0x10

/* The current task; what a worker of an io_uring does is done by the process that asked for it. */
static __always_inline struct task_struct *task_acting(void)
{
	struct task_struct *task = bpf_get_current_task_btf();

	return task->flags & PF_IO_WORKER ? task->group_leader : task;
}

#define NO_ACTOR (~0ull)

/*
 * Looks for the acting task and its memory where they are kept, or makes them.
 * @return their slots, the task's in the upper half; NO_ACTOR when they cannot be had (counted)
 */
__noinline __u64 actor_find(void)
{
	struct task_struct *task = task_acting();
	const struct cred *cred = UNTRUSTED(task)->real_cred;
	__u64 mark = actor_mark(UNTRUSTED(task), actor_base(UNTRUSTED(task)));
	struct task_state *state = task_state_of(task);
	struct prov *prov, *memory;

	if (!state)
		return NO_ACTOR;
	prov = task_of(state, task);
	if (!prov)
		return NO_ACTOR;
	memory = memory_of(state, task, cred);
	if (!memory)
		return NO_ACTOR;
	actor_keep(mark, prov, memory);
	return (__u64)prov->slot << 32 | memory->slot;
}

/*
 * The acting task and its memory. The memory is that of the objective credentials: what overlayfs or
 * access(2) put in their place for a moment is not another memory, and overlayfs's mounter would join
 * the flows of everybody who uses the file system.
 * @base actor_base() of the current task
 * @return false when their state cannot be had (counted)
 */
static __always_inline bool flow_actor_at(struct flow *flow, __u64 base)
{
	__u64 mark = actor_mark(bpf_get_current_task_btf(), base), slots;
	const struct actor *known = actor_at(mark);

	flow->note.epoch = control.epoch;
	flow->task = actor_known(*(volatile __u64 *)&known->task, mark);
	flow->memory = actor_known(*(volatile __u64 *)&known->memory, mark);
	if (!flow->task || !flow->memory) {
		slots = actor_find();
		if (slots == NO_ACTOR)
			return false;
		flow->task = object_at(slots >> 32);
		flow->memory = object_at(slots);
	}
	flow->note.task_id = flow->task->id;
	return true;
}

static __always_inline bool flow_actor(struct flow *flow)
{
	return flow_actor_at(flow, actor_base(bpf_get_current_task_btf()));
}

static __always_inline void targets_of_credentials(const struct cred *cred, struct target *sum)
{
	if (control.targets & TARGETS_OF_OWNERS)
		targets_of_owner(READ(cred, uid.val), READ(cred, gid.val), sum);
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
	struct pid *pid = READ(bpf_get_current_task_btf(), thread_pid);
	struct upid upid;
	__u32 level;

	if (!pid)
		return false;
	level = READ(pid, level);
	if (level >= 32 || bpf_core_read(&upid, sizeof(upid), &pid->numbers[level]))
		return false;
	key->tid = upid.nr;
	key->pidns = READ(upid.ns, ns.inum);
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
	const struct cred *cred = UNTRUSTED(task)->real_cred;
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

/* Relations that a plain policy may leave out and that a task is an end of. */
static __always_inline bool is_detail(__u8 type)
{
	return type == RELATION_DUP || type == RELATION_CLOSE;
}

/* Whether an actor's flow is captured: not opaque, somebody tracked, nothing filtered. */
static __always_inline bool actor_captured(const struct prov *task, const struct prov *memory,
					   const struct prov *entity, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 flags = task->flags | memory->flags | entity->flags;

	if (control.plain && control.scope == SCOPE_ALL && !is_detail(type))
		return !(flags & FLAG_OPAQUE);
	return policy->enabled && !(flags & FLAG_OPAQUE) &&
	       (policy->all || (flags & FLAG_TRACKED)) &&
	       !edge_filtered(policy, type, task, entity);
}

/* Whether an edge between two objects is; the actor's tracking does not count. */
static __always_inline bool pair_captured(const struct prov *from, const struct prov *to, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 flags = from->flags | to->flags;

	return policy->enabled && !(flags & FLAG_OPAQUE) &&
	       (policy->all || (flags & FLAG_TRACKED)) && !edge_filtered(policy, type, from, to);
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
