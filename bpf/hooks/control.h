/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests of user space that need a kernel object: carried out by iterators. */
#ifndef CAMFLOW_HOOKS_CONTROL_H
#define CAMFLOW_HOOKS_CONTROL_H

static __always_inline void flags_apply(struct prov *prov, const struct process_request *request)
{
	__sync_fetch_and_or(&prov->flags, request->set & ~FLAG_MEMBER);
	__sync_fetch_and_and(&prov->flags, ~request->clear);
	__sync_fetch_and_or(&prov->taint, request->taint);
	hint_set(prov);
}

/* Changes flags and labels of a process: all its threads and their memory. */
SEC("iter/task")
int control_process(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	__u32 zero = 0;
	struct process_request *request = bpf_map_lookup_elem(&process_request, &zero);
	struct task_state *state;
	struct prov *prov, *memory;
	struct pid *pid;
	struct upid upid;
	__u32 level;

	if (!task || !request)
		return 0;
	pid = BPF_CORE_READ(task, group_leader, thread_pid);
	if (!pid)
		return 0;
	/* The process is named by its number in the caller's pid namespace. */
	level = BPF_CORE_READ(pid, level);
	for (__u32 i = 0; i < 8; i++) {
		if (i > level)
			return 0;
		bpf_core_read(&upid, sizeof(upid), &pid->numbers[i]);
		if (BPF_CORE_READ(upid.ns, ns.inum) == request->pidns)
			break;
		upid.nr = 0;
	}
	if (!upid.nr || upid.nr != request->pid)
		return 0;
	state = task_state_of(task);
	if (!state)
		return 0;
	prov = task_of(state, task);
	if (!prov)
		return 0;
	memory = memory_of(state, task, task->real_cred);
	if (!memory)
		return 0;
	flags_apply(prov, request);
	flags_apply(memory, request);
	if ((request->set & FLAG_MEMBER) && !(prov->flags & FLAG_MEMBER)) {
		__sync_fetch_and_or(&prov->flags, FLAG_MEMBER);
		__sync_fetch_and_add(&counters.members, 1);
	}
	request->matched++;
	return 0;
}

#endif
