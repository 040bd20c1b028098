/* SPDX-License-Identifier: GPL-2.0-only */
/* Tasks: birth and end. Tracepoints in every mode: at the fork tracepoint the child has its pid. */
#ifndef CAMFLOW_HOOKS_TASK_H
#define CAMFLOW_HOOKS_TASK_H

#define CLONE_VM 0x100

/*
 * sched_process_fork - the child is complete and has not run yet.
 * Called in the parent's context for fork, vfork, clone and threads, only when they succeed.
 * Flows: 1. memory -> parent (memory_read)   2. parent -> child (clone, with the clone flags)
 *        and, where credentials are not hooked, 3. parent -> memory of the child (clone_mem)
 */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	struct flow flow = {};
	struct task_state *state;
	struct prov *task, *memory;
	const struct policy *policy = policy_now();
	bool shares;

	if (!policy->enabled)
		return 0;
	if (control.targets & TARGETS_OF_PROCESSES)
		targets_process(child);
	if (!policy->all &&
	    !((hints_of_task(parent) | hints[stamp_of(child->real_cred)]) & HINT_FLAGGED))
		return 0;
	if (!flow_actor(&flow))
		return 0;
	state = task_state_of(child);
	if (!state)
		return 0;
	task = task_like(state, child, child->nsproxy == parent->nsproxy ? flow.task : 0);
	if (!task)
		return 0;
	memory = memory_copied(state, child, UNTRUSTED(child)->real_cred, flow.memory);
	if (!memory)
		return 0;
	actor_keep(actor_mark(child, actor_base(child)), task, memory);
	if (flow.task->flags & FLAG_MEMBER) {
		__sync_fetch_and_or(&task->flags, FLAG_MEMBER);
		__sync_fetch_and_add(&counters.members, 1);
	}
	inherit_tracking(flow.task, flow.memory);
	if (memory != flow.memory)
		memory_inherit(memory, flow.memory);
	/* Its next credentials are those of another program: there only the task says who it is. */
	inherit_tracking(task, memory);
	if (memory != flow.memory && !memory->described) {
		flow.entity = memory;
		generates(&flow, RELATION_CLONE_MEM);
	}
	/* The child still runs its parent's program. */
	flow.note.dentry = 0;
	shares = memory->described && can_share_name(memory, flow.memory, &flow.note);
	if (memory->described && !shares)
		introduce(memory, memory, &flow.note);
	flow.note.flags = state->clone_flags;
	informs_named(&flow, task, RELATION_CLONE, shares ? memory : 0);
	/* Where there is no clone. */
	if (shares)
		name_share(memory, flow.memory, &flow.note);
	return 0;
}

#ifdef MODE_TRACEPOINT
/* The last thread is gone and its credentials with it: the end that cred_free shows elsewhere. */
static __always_inline void memory_end(struct task_state *state)
{
	struct prov *memory = object_get(&state->memory);

	if (!memory)
		return;
	memory_leave(number_of_any((void *)state->cred));
	terminates(memory, 0, RELATION_TERMINATE_PROC);
	object_free(memory);
}
#endif

/*
 * sched_process_exit - a thread ends.
 * Called once per thread, in its own context, before its files are closed. The closing version tells how it
 * ended: its exit code, or the signal.
 * Flows: 1. task -> closing version (terminate_task)
 */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(sched_process_exit, struct task_struct *task)
{
	struct task_state *state = bpf_task_storage_get(&tasks, task, 0, 0);
	struct prov *prov;

	if (!state)
		return 0;
	prov = object_get(&state->task);
	if (!prov)
		return 0;
	terminates(prov, prov->id, RELATION_TERMINATE_TASK);
	if (prov->flags & FLAG_MEMBER)
		__sync_fetch_and_add(&counters.members, -1);
	object_free(prov);
	state->task.id = 0;
	state->ended = 1;
#ifdef MODE_TRACEPOINT
	if (!READ(task, signal, live.counter))
		memory_end(state);
#endif
	return 0;
}

#endif
