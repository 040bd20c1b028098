/* SPDX-License-Identifier: GPL-2.0-only */
/* A new program: its file, its credentials, its arguments and environment. */
#ifndef CAMFLOW_HOOKS_EXEC_H
#define CAMFLOW_HOOKS_EXEC_H

#define ARGUMENT_BYTES (SCRATCH_BYTES - sizeof(struct arguments_message))

struct arguments_message {
	struct chunk chunk;
	struct arguments arguments;
};

/*
 * Publishes the strings of one exec in one message; the reader makes a vertex and a relation of each.
 * They stand in the new program's memory, just written by the kernel, hence resident.
 * @counts argc in the low half, envc in the high half: a function takes five arguments
 */
__noinline int arguments_publish(struct prov *memory, __u64 task_id, __u64 start, __u64 end,
				 __u64 counts)
{
	__u32 argc = counts, envc = counts >> 32;
	struct arguments_message *out;
	const struct policy *policy = policy_now();
	__u32 index, length, skip = 0;
	__u32 epoch = control.epoch;

	if (!memory)
		return DONE;
	if (relation_filtered(policy, RELATION_ENV) || (policy->node_filter >> VERTEX_ENVP & 1))
		envc = 0;
	if (relation_filtered(policy, RELATION_ARG) || (policy->node_filter >> VERTEX_ARGV & 1)) {
		skip = argc;
		argc = 0;
	}
	if (!argc && !envc)
		return DONE;
	length = end - start;
	if (end < start || end - start > ARGUMENT_BYTES) {
		COUNT_FAILURE(arguments_cut);
		length = ARGUMENT_BYTES;
	}
	out = scratch_open(&index);
	if (!out)
		return DONE;
	if (length > ARGUMENT_BYTES)
		length = ARGUMENT_BYTES;
	if (bpf_probe_read_user((void *)out + sizeof(*out), length, (void *)start)) {
		COUNT_FAILURE(read_user);
		length = 0;
	}
	chunk_head(&out->chunk, length + sizeof(*out), task_id, epoch);
	out->arguments.message.size = 0;
	out->arguments.message.kind = MESSAGE_ARGUMENTS;
	out->arguments.message.type = 0;
	out->arguments.length = length;
	out->arguments.memory_id = memory->id;
	/* Strings have no inflow, so they cannot close a cycle: no new version. The task has not read them. */
	memory->reader = 0;
	out->arguments.memory_version = STATE_VERSION(memory->state);
	out->arguments.argc = argc;
	out->arguments.envc = envc;
	out->arguments.skip = skip;
	out->arguments.taint = 0;
	out->arguments.reserved = 0;
	out->arguments.first_id = __sync_fetch_and_add(&counters.node_ids, argc + envc) + 1;
	out->arguments.first_relation =
	    __sync_fetch_and_add(&counters.relation_ids, argc + envc) + 1;
	length += sizeof(*out);
	if (length > SCRATCH_BYTES)
		length = SCRATCH_BYTES;
	if (bpf_ringbuf_output(&relay, out, length, BPF_RB_NO_WAKEUP)) {
		COUNT_FAILURE(ring_full);
		__sync_fetch_and_add(&counters.lost_relations, argc + envc);
	} else {
		reader_call();
	}
	scratch_release(index);
	return DONE;
}

#ifdef MODE_TRACEPOINT
/* What the bprm hooks record elsewhere: executable -> new memory, old memory -> task -> new memory. */
static __always_inline void exec_without_hooks(struct flow *flow, struct task_struct *task,
					       struct linux_binprm *bprm)
{
	struct prov *old = credentials_changed(task), *executable;
	struct file *file = READ(bprm, file);

	if (!file || !flow_actor(flow))
		return;
	if (old)
		inherit_tracking(flow->memory, old);
	executable = inode_any(READ(file, f_inode), true);
	if (executable) {
		inherit_tracking(flow->memory, executable);
		flow->entity = executable;
		flow->note.dentry = (__u64)READ(file, f_path.dentry);
		if (policy_now()->all || (flow->memory->flags & FLAG_TRACKED))
			derives(flow, flow->memory, RELATION_EXEC);
	}
	if (!old)
		return;
	flow->note.dentry = 0;
	flow->entity = flow->memory;
	flow->memory = old;
	generates(flow, RELATION_EXEC_TASK);
}
#endif

/*
 * sched_process_exec - the new program is in place and has not run yet.
 * Called once per successful exec, scripts included, in the context of the task.
 * Flows: 1. argv -> memory (arg)   2. envp -> memory (env)
 *        where bprm hooks are not to be had: 3. executable -> memory (exec)   4. task -> memory (exec_task)
 */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	const struct policy *policy = policy_now();
	struct flow flow = {};
	struct mm_struct *mm = task->mm;
	__u32 argc, envc;

	if (!policy->enabled || !mm)
		return 0;
	if (!policy->all && !(hints_of_task(task) & HINT_FLAGGED))
		return 0;
#ifdef MODE_TRACEPOINT
	exec_without_hooks(&flow, task, bprm);
	__builtin_memset(&flow, 0, sizeof(flow));
#endif
	if (!flow_actor(&flow))
		return 0;
	if (!policy->all && !(flow.memory->flags & FLAG_TRACKED))
		return 0;
	if ((flow.memory->flags | flow.task->flags) & FLAG_OPAQUE)
		return 0;
	if (node_filtered(policy, flow.memory))
		return 0;
	/* The memory must be in the stream before the strings that refer to it. */
	flow.entity = flow.memory;
	introduce(flow.memory, flow.memory, &flow.note);
	/* Of a process that moves, one thread is told (hooks/target.h); it may not be the one that stays. */
	task_cgroup(flow.task, task);
	flow.task->name_id = flow.memory->name_id;
	if (!is_described(flow.memory, STATE_VERSION(flow.memory->state), flow.note.epoch))
		WITH_CHUNK(&flow.note,
			   describe(room, flow.memory, STATE_VERSION(flow.memory->state), 0));
	argc = bprm->argc;
	envc = bprm->envc;
	arguments_publish(flow.memory, flow.note.task_id, mm->arg_start, mm->env_end,
			  (__u64)envc << 32 | argc);
	return 0;
}

#endif
