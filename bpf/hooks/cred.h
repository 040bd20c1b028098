/* SPDX-License-Identifier: GPL-2.0-only */
/* Credentials: each credential object is one process_memory vertex. */
#ifndef CAMFLOW_HOOKS_CRED_H
#define CAMFLOW_HOOKS_CRED_H

/* Opens a credential hook. @return whether anything here is captured */
static __always_inline bool cred_relevant(const struct cred *new, const struct cred *old)
{
	const struct policy *policy = policy_now();

	return policy->enabled && (policy->all ||
				   ((hints[stamp_of(bpf_get_current_task_btf())] |
				     hints[stamp_of(old)] | hints[stamp_of(new)]) &
				    HINT_FLAGGED) ||
				   targets_meet_credentials(new));
}

/*
 * cred_prepare - credentials are copied, to be changed and committed, or for a child.
 * Called on fork, exec, set*id, access(2) and others, before the copy is in use.
 * Flows: 1. old memory -> task (memory_read)   2. task -> new memory (clone_mem)
 * match-proto:6.1:int security_prepare_creds(struct cred *new, const struct cred *old, gfp_t gfp)
 */
#ifdef MODE_LSM
SEC("lsm/cred_prepare")
#else
SEC("fexit/security_prepare_creds")
#endif
int QUICK_ONCE_PROG(cred_prepare, struct cred *new, const struct cred *old, gfp_t gfp, int ret)
{
	struct flow flow = {};
	struct handle handle = {};
	struct prov *memory;

	if (ret)
		return 0;
	/* A stale entry may stand at this address when its freeing was not seen. */
	memory_leave(number_of(new));
	if (!cred_relevant(new, old))
		return 0;
	memory = flow_actor(&flow) ? memory_new(&handle, new, flow.memory) : 0;
	if (!memory)
		return 0;
	memory->memory.tgid = flow.memory->memory.tgid;
	memory_inherit(memory, flow.memory);
	flow.entity = memory;
	generates(&flow, RELATION_CLONE_MEM);
	return 0;
}

/*
 * task_fix_setuid - a set*uid call has prepared its credentials.
 * Flows: 1. memory -> task (memory_read)   2. task -> new memory (setuid, with LSM_SETID_*)
 * match-proto:6.1:int security_task_fix_setuid(struct cred *new, const struct cred *old, int flags)
 */
static __always_inline int setid(struct cred *new, const struct cred *old, __u64 flags)
{
	struct flow flow = {};
	struct handle handle = {};

	if (!cred_relevant(new, old) || !flow_actor(&flow))
		return 0;
	flow.entity = memory_of_cred(&handle, new, flow.memory);
	if (!flow.entity)
		return 0;
	/* It was described when it was still a copy. */
	memory_ids(flow.entity, new);
	flow.entity->changed = 1;
	flow.note.flags = flags;
	generates(&flow, RELATION_SETUID);
	return 0;
}

HOOK(task_fix_setuid)
int HOOK_PROG(task_fix_setuid, struct cred *new, const struct cred *old, int flags, int ret)
{
	if (ret)
		return 0;
	return setid(new, old, flags);
}

/*
 * task_fix_setgid - the same for set*gid; upstream misses it. No relation type of its own: `setuid`
 * with flag 0x100.
 * Flows: as task_fix_setuid
 * match-proto:6.1:int security_task_fix_setgid(struct cred *new, const struct cred *old, int flags)
 */
HOOK(task_fix_setgid)
int HOOK_PROG(task_fix_setgid, struct cred *new, const struct cred *old, int flags, int ret)
{
	if (ret)
		return 0;
	return setid(new, old, flags | SETUID_OF_GROUP);
}

/* Two, if two processors have met them at the same time: bucket.h. */
#define MEMORIES_OF_CREDENTIALS 2

/*
 * cred_free - the last reference to credentials is gone.
 * Called after a grace period, in any context; in LSM mode only when another LSM keeps data there.
 * Flows: 1. memory -> closing version (terminate_proc)
 * match-proto:6.1:void security_cred_free(struct cred *cred)
 */
HOOK(cred_free)
int HOOK_PROG(cred_free, struct cred *cred)
{
	struct prov *prov;

	for (int i = 0; i < MEMORIES_OF_CREDENTIALS; i++) {
		prov = memory_leave(number_of(cred));
		if (!prov)
			break;
		terminates(prov, 0, RELATION_TERMINATE_PROC);
		object_free(prov);
	}
	return 0;
}

/*
 * task_alloc - a task is about to be made. Only remembers the clone flags: the flow is recorded when
 * the child has its pid (sched_process_fork).
 * match-proto:6.1:int security_task_alloc(struct task_struct *task, unsigned long clone_flags)
 */
HOOK(task_alloc)
int QUICK_PROG(task_alloc, struct task_struct *task, unsigned long clone_flags, int ret)
{
	const struct policy *policy = policy_now();
	struct task_state *state;

	if (ret)
		return 0;
	if (!policy->enabled)
		return 0;
	if (!policy->all && !(hints[stamp_of(bpf_get_current_task_btf())] & HINT_FLAGGED))
		return 0;
	state = task_state_of(task);
	if (state)
		state->clone_flags = clone_flags;
	return 0;
}

/*
 * bprm_creds_for_exec - an executable was opened and its credentials prepared.
 * Called once per exec, before the kernel looks for the binary's format.
 * Flows: 1. executable -> new memory (exec)   2. its name -> new memory (named)
 * match-proto:6.1:int security_bprm_creds_for_exec(struct linux_binprm *bprm)
 */
static __always_inline void program_name(struct flow *flow, struct prov *memory)
{
	if (!wants_name(&flow->note, memory))
		return;
	name_give(memory, &flow->note, flow->note.dentry, true);
	name_share(flow->entity, memory, &flow->note);
}

/* The directory of a program's name when the name can go into the chunk of the flow: its file has it already. */
static __always_inline __u64 program_directory(const struct flow *flow, const struct prov *memory)
{
	__u64 dentry = flow->note.dentry, directory;

	if (!wants_name(&flow->note, memory) || flow->entity->named != flow->note.epoch ||
	    !dentry_hashed((struct dentry *)dentry))
		return 0;
	directory = directory_above(dentry);
	return directory_get(directory) ? directory : 0;
}

static __always_inline int bprm_exec(struct linux_binprm *bprm)
{
	struct inode *inode = bprm->file->f_inode;
	struct flow flow = {};
	struct handle handle = {};
	struct prov *memory;
	const struct policy *policy = policy_now();
	__u64 directory;

	if (!cred_relevant(bprm->cred, bpf_get_current_task_btf()->real_cred) &&
	    !(hints[stamp_of_inode(inode)] & HINT_FLAGGED))
		return 0;
	if (!flow_actor(&flow))
		return 0;
	flow.entity = inode_of(inode);
	memory = memory_of_cred(&handle, bprm->cred, flow.memory);
	if (!flow.entity || !memory)
		return 0;
	memory->memory.tgid = bpf_get_current_task_btf()->tgid;
	inherit_tracking(memory, flow.entity);
	if (flow.entity->flags & FLAG_OPAQUE)
		__sync_fetch_and_or(&memory->flags, FLAG_OPAQUE);
	if (!policy->all && !((memory->flags | flow.memory->flags) & FLAG_TRACKED))
		return 0;
	flow.note.dentry = address_of(bprm->file->f_path.dentry);
	directory = program_directory(&flow, memory);
	if (!directory)
		program_name(&flow, memory);
	derives_named(&flow, memory, RELATION_EXEC, directory);
	program_name(&flow, memory);
	return 0;
}

HOOK(bprm_creds_for_exec)
int HOOK_PROG(bprm_creds_for_exec, struct linux_binprm *bprm, int ret)
{
	if (ret)
		return 0;
	return bprm_exec(bprm);
}

/*
 * bprm_check_security - one more file stands in for the program: the script's interpreter.
 * Called once per level; the first level is the file of bprm_creds_for_exec and says nothing new.
 * Flows: 1. interpreter -> new memory (exec)
 * match-proto:6.1:int security_bprm_check(struct linux_binprm *bprm)
 */
#ifdef MODE_LSM
SEC("lsm/bprm_check_security")
#else
SEC("fexit/security_bprm_check")
#endif
int BPF_PROG(bprm_check_security, struct linux_binprm *bprm, int ret)
{
	if (ret || bprm->interp == bprm->filename)
		return 0;
	return bprm_exec(bprm);
}

/* The mark of a task as it will be with other credentials, which are the last that actor_base() takes in. */
static __always_inline __u64 mark_with(const struct task_struct *task, const struct cred *cred)
{
	return actor_mark(task,
			  actor_base(task) + (number_of(cred) - number_of(task->real_cred)) * MIX);
}

/*
 * bprm_committing_creds - the point of no return: the old program is gone.
 * Flows: 1. old memory -> task (memory_read)   2. task -> new memory (exec_task)
 * match-proto:6.1:void security_bprm_committing_creds(struct linux_binprm *bprm)
 */
HOOK(bprm_committing_creds)
int HOOK_PROG(bprm_committing_creds, struct linux_binprm *bprm)
{
	struct flow flow = {};
	struct handle handle = {};
	const struct cred *cred = bprm->cred;
	struct task_struct *task = bpf_get_current_task_btf();

	if (!cred_relevant(cred, task->real_cred))
		return 0;
	if (!flow_actor(&flow))
		return 0;
	flow.entity = memory_of_cred(&handle, cred, flow.memory);
	if (!flow.entity)
		return 0;
	/* Those of a set-id program are another's by now. */
	memory_ids(flow.entity, cred);
	/* Shared mappings do not survive exec. */
	__builtin_memset(flow.entity->memory.shared, 0, sizeof(flow.entity->memory.shared));
	hints[flow.entity->stamp] &= ~HINT_SHARED;
	flow.entity->memory.tgid = task->tgid;
	actor_keep(mark_with(task, cred), flow.task, flow.entity);
	generates(&flow, RELATION_EXEC_TASK);
	return 0;
}

#endif
