/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes that move to where a target is. Nothing flows: they get their flags in time for what follows. */
#ifndef CAMFLOW_HOOKS_TARGET_H
#define CAMFLOW_HOOKS_TARGET_H

/*
 * cgroup_attach_task - a process was moved to another control group.
 * Called once per process, with its first thread; the others share its memory, which gets the flags too.
 * Flows: none
 */
SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(cgroup_attach_task, struct cgroup *to, const char *path, struct task_struct *task,
	     bool threadgroup)
{
	struct task_state *state;
	struct prov *prov;

	if (!policy_now()->enabled)
		return 0;
	if (control.targets & TARGET_CGROUP)
		targets_process(task);
	state = bpf_task_storage_get(&tasks, task, 0, 0);
	prov = state ? object_get(&state->task) : 0;
	if (prov)
		prov->task.cgroup = cgroup_number(to);
	return 0;
}

#ifndef MODE_TRACEPOINT
/*
 * switch_task_namespaces - a task has entered other namespaces, or ends.
 * Called by unshare and setns; for clone the new task is met at its birth.
 * Flows: 1. task -> next version (version_activity)
 */
SEC("fexit/switch_task_namespaces")
int BPF_PROG(switch_task_namespaces, struct task_struct *task, struct nsproxy *new)
{
	if (!PRESENT(new) || !policy_now()->enabled)
		return 0;
	if (control.targets & TARGET_NAMESPACE)
		targets_process(task);
	if (address_of(task) == address_of(bpf_get_current_task_btf()))
		task_moved();
	return 0;
}
/*
 * commit_creds - a task has taken other credentials.
 * Called for every change of them; a change of the security context alone has no other hook behind it.
 * Flows: none
 */
SEC("fexit/commit_creds")
int BPF_PROG(commit_creds, struct cred *new)
{
	if ((control.targets & TARGET_SECCTX) && policy_now()->enabled)
		targets_process(bpf_get_current_task_btf());
	return 0;
}
#endif

#endif
