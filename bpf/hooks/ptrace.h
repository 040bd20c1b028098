/* SPDX-License-Identifier: GPL-2.0-only */
/* One process looks into another or changes it: debuggers, /proc, process_vm_readv, pidfd_getfd. */
#ifndef CAMFLOW_HOOKS_PTRACE_H
#define CAMFLOW_HOOKS_PTRACE_H

#define PTRACE_MODE_READ 1
#define PTRACE_MODE_ATTACH 2
#define FOLL_WRITE 1

/* Whether anything of the current task or another one is captured. */
static __always_inline bool other_relevant(struct task_struct *other)
{
	return flow_relevant(other) || flow_relevant(other->real_cred);
}

static __always_inline void ptrace_reads(struct flow *flow, const struct other *other,
					 unsigned int mode)
{
	flow->note.flags = mode;
	informed_by(flow, other->task, RELATION_PTRACE_READ_TASK);
	flow->note.flags = 0;
	flow->entity = other->memory;
	if (other->memory != flow->memory)
		uses(flow, RELATION_PTRACE_READ);
}

static __always_inline void ptrace_attaches(struct flow *flow, const struct other *other,
					    unsigned int mode)
{
	flow->entity = other->memory;
	if (other->memory != flow->memory)
		generates(flow, RELATION_PTRACE_ATTACH);
	flow->note.flags = mode;
	informs(flow, other->task, RELATION_PTRACE_ATTACH_TASK);
}

/*
 * ptrace_access_check - a task asks whether it may look into another process or change it.
 * Called by PTRACE_ATTACH and PTRACE_SEIZE, by the files of /proc/PID that need it, process_vm_readv and
 * process_vm_writev, pidfd_getfd, kcmp, perf_event_open; not among the threads of one process.
 * Flows: to read: 1. tracee -> task (ptrace_read_task, with the mode)
 *        2. memory of the tracee -> task (ptrace_read)   3. task -> memory (memory_write)
 *        to attach: 4. memory -> task (memory_read)   5. task -> memory of the tracee (ptrace_attach)
 *        6. task -> tracee (ptrace_attach_task, with the mode)
 * match-proto:6.1:int security_ptrace_access_check(struct task_struct *child, unsigned int mode)
 */
HOOK(ptrace_access_check)
int HOOK_PROG(ptrace_access_check, struct task_struct *child, unsigned int mode, int ret)
{
	struct task_state *state;
	struct flow flow = {};
	struct other other = {};

	if (ret || !other_relevant(child) || !flow_actor(&flow) || !other_task(&other, child))
		return 0;
	state = task_state_of(task_acting());
	if (state) {
		state->traced.id = other.memory->id;
		state->traced.slot = other.memory->slot;
	}
	if (!actor_captured(flow.task, flow.memory, other.memory, RELATION_PTRACE_READ))
		return 0;
	inherit_tracking(flow.task, flow.memory);
	inherit_tracking(other.task, other.memory);
	other_introduce(&flow, other.memory, child);
	other.task->name_id = other.memory->name_id;
	if (mode & PTRACE_MODE_READ)
		ptrace_reads(&flow, &other, mode);
	if (mode & PTRACE_MODE_ATTACH)
		ptrace_attaches(&flow, &other, mode);
	return 0;
}

/*
 * ptrace_traceme - a task asks its parent to trace it.
 * Flows: 1. task -> parent (ptrace_traceme)
 * match-proto:6.1:int security_ptrace_traceme(struct task_struct *parent)
 */
HOOK(ptrace_traceme)
int HOOK_PROG(ptrace_traceme, struct task_struct *parent, int ret)
{
	struct flow flow = {};
	struct other other = {};

	if (ret || !other_relevant(parent) || !flow_actor(&flow) || !other_task(&other, parent))
		return 0;
	inherit_tracking(flow.task, flow.memory);
	informs(&flow, other.task, RELATION_PTRACE_TRACEME);
	return 0;
}

/* Bytes went from another process' memory to the current task or back. */
static __always_inline void memory_moved(struct flow *flow, struct prov *other, bool writes)
{
	if (!other || other == flow->memory)
		return;
	flow->entity = other;
	if (writes)
		generates(flow, RELATION_PTRACE_ATTACH);
	else
		uses(flow, RELATION_PTRACE_READ);
}

/* The same with the process that the task was last allowed to access. */
static __always_inline int traced_moved(bool writes)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *state;
	struct flow flow = {};

	if (nothing_captured(control.scope))
		return 0;
	state = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!state || !state->traced.id || !flow_actor(&flow))
		return 0;
	memory_moved(&flow, object_get(&state->traced), writes);
	return 0;
}

/*
 * process_vm_readv - bytes were copied out of another process; ptrace_access_check came before and says
 * whose they are.
 * Flows: 1. memory of the tracee -> task (ptrace_read)   2. task -> memory (memory_write)
 */
SEC("fexit/__x64_sys_process_vm_readv")
int BPF_PROG(process_vm_readv, const struct pt_regs *regs, long ret)
{
	return ret > 0 ? traced_moved(false) : 0;
}

/*
 * process_vm_writev - bytes were copied into another process.
 * Flows: 1. memory -> task (memory_read)   2. task -> memory of the tracee (ptrace_attach)
 */
SEC("fexit/__x64_sys_process_vm_writev")
int BPF_PROG(process_vm_writev, const struct pt_regs *regs, long ret)
{
	return ret > 0 ? traced_moved(true) : 0;
}

/* The same with the process that an address space belongs to. */
static __always_inline int space_moved(struct mm_struct *mm, bool writes)
{
	struct task_struct *owner;
	struct flow flow = {};
	struct handle handle = {};

	if (nothing_captured(control.scope))
		return 0;
	owner = READ(mm, owner);
	if (!owner || !flow_actor(&flow))
		return 0;
	memory_moved(&flow, other_memory(&handle, owner), writes);
	return 0;
}

/*
 * access_remote_vm - words or strings of another process were read or written.
 * Called by debuggers (PTRACE_PEEKDATA, PTRACE_POKEDATA) and by /proc/PID/cmdline and environ.
 * Flows: to read: 1. memory of the tracee -> task (ptrace_read)   2. task -> memory (memory_write)
 *        to write: 3. memory -> task (memory_read)   4. task -> memory of the tracee (ptrace_attach)
 */
SEC("fexit/__access_remote_vm")
int BPF_PROG(access_remote_vm, struct mm_struct *mm, unsigned long addr, void *buf, int len,
	     unsigned int gup_flags, int ret)
{
	return ret > 0 ? space_moved(mm, gup_flags & FOLL_WRITE) : 0;
}

/*
 * mem_rw - bytes were read from or written to /proc/PID/mem.
 * Flows: as access_remote_vm
 */
SEC("fexit/mem_rw")
int BPF_PROG(mem_rw, struct file *file, char *buf, size_t count, loff_t *ppos, int write,
	     ssize_t ret)
{
	return ret > 0 ? space_moved(file->private_data, write) : 0;
}

#endif
