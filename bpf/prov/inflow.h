/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The short way of a flow from an inode to the current task that comes down to one relation: between versions that
 * the stream knows, into a task that is open to inflows and whose memory holds them. Nearly all that a program
 * reads while it starts or walks a tree is of this kind. Whatever else is due takes the long way (verb_uses()).
 */
#ifndef CAMFLOW_PROV_INFLOW_H
#define CAMFLOW_PROV_INFLOW_H

struct lone_relation {
	struct chunk chunk;
	struct relation relation;
};

/* Of the argument `what` of inflow_alone(): the flow has an offset in the file. */
#define INFLOW_OFFSET 0x100

/*
 * Whether more than one relation is due, as one number: 0 is no. Put together with `or`: each branch would cost
 * more than what it spares.
 * @state of the task @version of the inode
 */
static __always_inline __u64 brings_more(const struct prov *task, const struct prov *memory,
					 const struct prov *entity, __u64 state, __u32 version)
{
	__u32 epoch = control.epoch;
	__u64 due = (__u64)epoch << 32, more = state & STATE_OUTGOING;

	/* The task is closed, or its memory has not all that it knows. */
	more |= task->task.coupled_id ^ (__u32)memory->id;
	more |= task->task.coupled_from ^ STATE_VERSION(state);
	more |= memory->state ^ (__u64)task->task.coupled_version << 1;
	/* Something has no name, no description or no `ran_on` yet. The machine had its own before the task. */
	more |= entity->changed | (entity->named ^ epoch) | (memory->named ^ epoch);
	more |= entity->described ^ (due | version);
	more |= task->described ^ (due | STATE_VERSION(state));
	more |= task->task.machine_version ^ STATE_VERSION(machine_prov.state);
	/* Others see it through a mapping. */
	more |= hints[memory->stamp] & HINT_SHARED;
	return more;
}

/* What an inode was described with is not what it has now. */
static __always_inline __u32 differs(const struct prov *entity, const struct inode *inode)
{
	return (entity->inode.mode ^ inode->i_mode) | (entity->inode.uid ^ inode->i_uid.val) |
	       (entity->inode.gid ^ inode->i_gid.val);
}

/* Whether tracking or labels may go along an edge. */
static __always_inline bool passes_on(const struct prov *from)
{
	return (~from->flags & (FLAG_TRACKED | FLAG_PROPAGATE)) == 0;
}

/*
 * @what RELATION_*, and INFLOW_OFFSET
 * @return whether the flow is in the graph; when not, the long way finds everything as it was
 */
static __noinline int inflow_alone(struct inode *inode, __u32 what, __u64 flags, __s64 offset)
{
	struct task_struct *current = task_acting();
	__u64 mark = task_mark(current), state, fingerprint;
	struct prov *task = known_get(mark), *memory, *entity;
	struct inode_key key = {};
	struct lone_relation *out;
	__u32 version;
	__u8 type = what;

	if (!task || !control.plain)
		return 0;
	memory = known_get(memory_mark(mark, current->real_cred));
	if (!memory)
		return 0;
	inode_key_of(&key, inode);
	entity = inode_find(&key);
	if (!entity || passes_on(entity) || !actor_captured(task, memory, entity, type))
		return 0;
	state = task->state;
	version = STATE_VERSION(entity->state);
	if (brings_more(task, memory, entity, state, version) | differs(entity, inode))
		return 0;
	if (already_known(task, entity, type))
		return 1;
	fingerprint = edge_fingerprint(entity->id, version, type);
	if (task->previous == fingerprint) {
		if (!(entity->state & STATE_OUTGOING))
			return 0;
		reader_note_read(entity, task, type);
		return 1;
	}
	out = bpf_ringbuf_reserve(&relay, sizeof(*out), 0);
	if (!out)
		return 0;
	reader_note_read(entity, task, type);
	/* The sender's outflow is marked before the receiver's version holds: record.h. */
	if ((version_leave(entity) ^ version) | (task->state ^ state) |
	    (memory->state ^ (__u64)task->task.coupled_version << 1)) {
		bpf_ringbuf_discard(out, BPF_RB_NO_WAKEUP);
		entity->reader = 0;
		return 0;
	}
	task->name_id = memory->name_id;
	task->previous = fingerprint;
	moves[task->stamp].stamp++;
	chunk_head(&out->chunk, sizeof(*out), task->id, control.epoch);
	relation_fill(&out->relation, relation_id_next(), type, entity, version, task, state >> 1);
	out->relation.bits = what & INFLOW_OFFSET ? RELATION_BIT_OFFSET : 0;
	out->relation.flags = flags;
	out->relation.offset = offset;
	chunk_give(out);
	return 1;
}

#endif
