/* SPDX-License-Identifier: GPL-2.0-only */
/* Signals, and the process groups that some of them go to. */
#ifndef CAMFLOW_HOOKS_SIGNAL_H
#define CAMFLOW_HOOKS_SIGNAL_H

/* The current task sends a signal to another. CamFlow 0.9 records none; the relation is ours. */
static __always_inline void signal_sent(struct task_struct *target, int sig)
{
	struct flow flow = {};
	struct other other = {};

	/* Signal 0 only asks whether the process is there. */
	if (!sig || target == bpf_get_current_task_btf() || !flow_relevant(target) ||
	    !flow_actor(&flow) || !other_task(&other, target))
		return;
	inherit_tracking(flow.task, flow.memory);
	flow.note.flags = sig;
	informs(&flow, other.task, RELATION_SIGNAL);
}

#ifdef MODE_TRACEPOINT
/*
 * signal_generate - a signal was queued, or thrown away because its target ignores it.
 * Called for the kernel's own signals too, which are left out here.
 * Flows: 1. task -> signalled task (signal, with its number)
 */
SEC("tp_btf/signal_generate")
int BPF_PROG(signal_generate, int sig, struct kernel_siginfo *info, struct task_struct *task,
	     int group, int result)
{
	int code;

	if (nothing_captured(control.scope) || (unsigned long)info == 1 ||
	    ((unsigned long)info &&
	     (bpf_core_read(&code, sizeof(code), &info->si_code) || code > 0)))
		return 0;
	signal_sent(task, sig);
	return 0;
}
#else
/*
 * task_kill - a task is about to send a signal: kill, tgkill, pidfd_send_signal, to each process of a group.
 * Signals that the kernel sends by itself do not come by here.
 * Flows: 1. task -> signalled task (signal, with its number)
 * match-proto:6.1:int security_task_kill(struct task_struct *p, struct kernel_siginfo *info, int sig, const struct cred *cred)
 */
HOOK(task_kill)
int HOOK_PROG(task_kill, struct task_struct *p, struct kernel_siginfo *info, int sig,
	      const struct cred *cred, int ret)
{
	if (!ret && !nothing_captured(control.scope))
		signal_sent(p, sig);
	return 0;
}

/*
 * file_send_sigiotask - a file is ready and tells a process that asked for it (F_SETOWN, F_NOTIFY).
 * Called in any context: the current task has nothing to do with it.
 * Flows: 1. inode -> signalled task (file_sigio, with the signal)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_file_send_sigiotask(struct task_struct *tsk, struct fown_struct *fown, int sig)
 */
HOOK(file_send_sigiotask)
int HOOK_PROG(file_send_sigiotask, struct task_struct *tsk, struct fown_struct *fown, int sig,
	      int ret)
{
	struct inode *inode = READ(file_of_owner(fown), f_inode);
	struct flow flow = {};
	struct other other = {};

	if (ret || !inode || !flow_relevant(tsk) || !other_task(&other, tsk))
		return 0;
	flow.note.epoch = control.epoch;
	flow.task = other.task;
	flow.memory = other.memory;
	flow.entity = inode_any(inode, true);
	if (!flow.entity ||
	    !actor_captured(flow.task, flow.memory, flow.entity, RELATION_FILE_SIGIO))
		return 0;
	other_introduce(&flow, other.memory, tsk);
	flow.note.dentry = name_of_inode(flow.entity, inode, flow.note.epoch);
	flow.note.flags = sig ? sig : SIGIO;
	uses(&flow, RELATION_FILE_SIGIO);
	return 0;
}

/* The memory of a process that the current task asks about or changes: its own or another's. */
static __always_inline bool group_flow(struct flow *flow, struct task_struct *p)
{
	struct other other = {};

	if (!flow_relevant(p) || !flow_actor(flow) || !other_task(&other, p) ||
	    !actor_captured(flow->task, flow->memory, other.memory, RELATION_GETPGID))
		return false;
	other_introduce(flow, other.memory, p);
	flow->entity = other.memory;
	return true;
}

/*
 * task_setpgid - a process is about to go into another process group.
 * Flows: 1. memory -> task (memory_read)   2. task -> memory of the process (setpgid, with the group)
 * match-proto:6.1:int security_task_setpgid(struct task_struct *p, pid_t pgid)
 */
HOOK(task_setpgid)
int HOOK_PROG(task_setpgid, struct task_struct *p, pid_t pgid, int ret)
{
	struct flow flow = {};

	if (ret || !group_flow(&flow, p))
		return 0;
	flow.note.flags = pgid;
	generates(&flow, RELATION_SETPGID);
	return 0;
}

/*
 * task_getpgid - the process group of a process is asked for; not called for one's own (getpgrp).
 * Flows: 1. memory of the process -> task (getpgid)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_task_getpgid(struct task_struct *p)
 */
HOOK(task_getpgid)
int HOOK_PROG(task_getpgid, struct task_struct *p, int ret)
{
	struct flow flow = {};

	if (ret || !group_flow(&flow, p))
		return 0;
	uses(&flow, RELATION_GETPGID);
	return 0;
}
#endif

#endif
