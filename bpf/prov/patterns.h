/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sentences that need more than one verb of verbs.h: about another task, about an extended attribute,
 * about the machine. Patterns and their order: capture-hooks.md 3.
 */
#ifndef CAMFLOW_PROV_PATTERNS_H
#define CAMFLOW_PROV_PATTERNS_H

/* Whether anything is captured here: everything, or the current task, or the object at that address. */
static __always_inline bool flow_relevant(const void *object)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 scope = control.scope;

	if (nothing_captured(scope))
		return false;
	return scope == SCOPE_ALL ||
	       ((hints_of_task(task) | hints[stamp_of(object)]) & HINT_TRACKED);
}

/* Another task than the current one, and its memory. */
struct other {
	struct prov *task;
	struct prov *memory;
};

/* @return false when their state cannot be had (counted), or the task has ended */
static __always_inline bool other_task(struct other *other, struct task_struct *task)
{
	struct task_state *state = task_state_of(task);

	if (!state)
		return false;
	other->task = task_of(state, task);
	if (!other->task)
		return false;
	other->memory = memory_of(state, task, UNTRUSTED(task)->real_cred);
	return other->memory != 0;
}

/* The memory of a task that the verifier does not let us keep state for. */
static __always_inline struct prov *other_memory(struct handle *handle, struct task_struct *task)
{
	const struct cred *cred = READ(task, real_cred);
	__u32 tgid = READ(task, tgid);
	struct prov *memory;

	memory_forget_others(cred, tgid);
	memory = memory_of_cred(handle, cred, 0);
	if (memory && !memory->memory.tgid)
		memory->memory.tgid = tgid;
	return memory;
}

/*
 * Names another task's memory by its own program: the verbs would name it by the current one.
 * Only for a flow that is captured.
 */
static __always_inline void other_introduce(struct flow *flow, struct prov *memory,
					    struct task_struct *task)
{
	__u64 dentry = flow->note.dentry;

	if (memory == flow->memory)
		return;
	flow->note.dentry = name_of_program(task);
	introduce(flow->memory, memory, &flow->note);
	memory->named = flow->note.epoch;
	flow->note.dentry = dentry;
}

/* another task -> the current one */
static __always_inline int informed_by(struct flow *flow, struct prov *other, __u8 type)
{
	flow->note.type = type;
	return verb_informs(flow->memory, other, flow->task, &flow->note, 0);
}

#define XATTR_NAME_BYTES 256
#define XATTR_VALUE_BYTES 1024
/* For the verifier: each is more than can be, in a form that it does not forget. */
#define XATTR_VALUE_MASK 0x7ff
#define XATTR_MESSAGE_MASK 0xfff

struct xattr_message {
	struct chunk chunk;
	struct vertex_xattr xattr; /* the value follows */
};

/*
 * Puts the vertex of one access to an attribute into the ring. It is longer than a chunk holds beside the
 * rest, so it goes out before the chunk that refers to it.
 * @size bytes of the value, 0: none is told
 */
__noinline int xattr_publish(struct prov *xattr, struct note *note, __u64 name, __u64 value,
			     __u32 size)
{
	struct xattr_message *out;
	__u32 index, length, taken = size;

	if (!xattr || !note)
		return DONE;
	out = scratch_open(&index);
	if (!out)
		return DONE;
	if (taken > XATTR_VALUE_BYTES)
		taken = XATTR_VALUE_BYTES;
	barrier_var(taken);
	__builtin_memset(&out->xattr, 0, sizeof(out->xattr));
	if (bpf_probe_read_kernel_str(out->xattr.name, XATTR_NAME_BYTES, (void *)name) < 0 ||
	    (taken &&
	     bpf_probe_read_kernel(out->xattr.value, taken & XATTR_VALUE_MASK, (void *)value))) {
		COUNT_FAILURE(read_kernel);
		taken = 0;
	}
	length = (sizeof(struct chunk) + sizeof(struct vertex_xattr) + taken + 7) & ~7u;
	barrier_var(length);
	chunk_head(&out->chunk, length, note->task_id, note->epoch);
	out->xattr.vertex.message.size = length - sizeof(struct chunk);
	out->xattr.vertex.message.kind = MESSAGE_VERTEX;
	out->xattr.vertex.message.type = VERTEX_XATTR;
	out->xattr.vertex.version = STATE_VERSION(xattr->state);
	out->xattr.vertex.id = xattr->id;
	out->xattr.vertex.taint = xattr->taint;
	out->xattr.value_size = size;
	if (bpf_ringbuf_output(&relay, out, length & XATTR_MESSAGE_MASK, BPF_RB_NO_WAKEUP)) {
		COUNT_FAILURE(ring_full);
		__sync_fetch_and_add(&counters.lost_vertices, 1);
		note->lost = true;
	} else {
		xattr->described = (__u64)note->epoch << 32 | STATE_VERSION(xattr->state);
	}
	scratch_release(index);
	return DONE;
}

/*
 * The version of the machine that an inflow enters. A new one goes out here, because the vertex is longer
 * than a chunk. No relation leads to it from the one before: in PROV an agent derives from nothing.
 */
__noinline int machine_enter(struct note *note)
{
	__u32 version;
	bool bumped;

	if (!note)
		return 0;
	version = version_enter(&machine_prov, &bumped);
	if (bumped || machine_prov.described != ((__u64)note->epoch << 32 | version))
		machine_describe(note->epoch);
	return version;
}

static __always_inline void influence_edge(struct room *room, struct prov *task, struct note *note,
					   __u32 task_version, __u32 machine_version, __u8 type)
{
	if (!is_described(task, task_version, room->chunk.epoch))
		describe(room, task, task_version, 0);
	if (relation_append(room, type, task, task_version, &machine_prov, machine_version) == LOST)
		note->lost = true;
}

/*
 * task -> machine. The task's outflow is marked before the machine's version is read, as in record();
 * tracking does not pass on: the machine would give it to everybody.
 */
__noinline int verb_influences(struct prov *task, struct note *note)
{
	__u32 task_version, machine_version;

	if (!task || !note || node_filtered(policy_now(), task) ||
	    (policy_now()->node_filter >> VERTEX_MACHINE & 1))
		return 0;
	task_version = version_leave(task);
	machine_version = machine_enter(note);
	WITH_CHUNK(note,
		   influence_edge(room, task, note, task_version, machine_version, note->type));
	return !note->lost;
}

/* memory -> task, for what the task gives to the machine. @return whether it is captured */
__noinline int verb_gives(struct prov *task, struct prov *memory, struct note *note)
{
	if (!task || !memory || !note)
		return 0;
	inherit_tracking(task, memory);
	if (!actor_captured(task, memory, task, RELATION_MEMORY_READ))
		return 0;
	introduce(memory, memory, note);
	task->name_id = memory->name_id;
	shared_flows(memory, note, true);
	ran_on(task, note);
	WITH_CHUNK(note, record_plain(room, memory, task, note, RELATION_MEMORY_READ));
	return 1;
}

static __always_inline int memory_given(struct flow *flow)
{
	return verb_gives(flow->task, flow->memory, &flow->note);
}

static __always_inline int influences(struct flow *flow, __u8 type)
{
	flow->note.type = type;
	flow->note.flags = 0;
	flow->note.has_offset = 0;
	return verb_influences(flow->task, &flow->note);
}

/* The current task is in other namespaces than before: a version of it tells. */
__noinline int task_moved(void)
{
	struct flow flow = {};

	if (!flow_relevant(bpf_get_current_task_btf()) || !flow_actor(&flow) ||
	    !actor_captured(flow.task, flow.memory, flow.task, RELATION_VERSION_ACTIVITY))
		return DONE;
	WITH_CHUNK(&flow.note, record_change(room, flow.task));
	return DONE;
}

#endif
