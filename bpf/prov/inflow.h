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

/*
 * Whether more than one relation is due, or the task is closed, for what holds of its actor alone; as one number:
 * 0 is no. Put together with `or`: each branch would cost more than what it spares.
 * @state of the task
 */
static __always_inline __u64 actor_brings_more(const struct prov *task, const struct prov *memory,
					       __u64 state)
{
	__u32 epoch = control.epoch;
	__u64 more = state & STATE_OUTGOING;

	/* Its memory has not all that it knows. */
	more |= task->task.coupled_id ^ (__u32)memory->id;
	more |= task->task.coupled_from ^ STATE_VERSION(state);
	more |= memory->state ^ (__u64)task->task.coupled_version << 1;
	/* No name, no description or no `ran_on` yet. The machine had its own before the task. */
	more |= memory->named ^ epoch;
	more |= task->described ^ ((__u64)epoch << 32 | STATE_VERSION(state));
	more |= task->task.machine_version ^ STATE_VERSION(machine_prov.state);
	return more;
}

/*
 * What was found out with actor_brings_more() holds for as long as this number: it stands for both objects, their
 * versions, those of the machine and the policy, and the epoch. What makes a version ready is taken
 * back only with a name that found no room in the ring (counted).
 */
static __always_inline __u64 actor_readiness(const struct actor *words, __u64 state,
					     const struct prov *memory)
{
	__u64 both = (words->task * MIX + words->memory) * MIX + state;

	return (both * MIX + memory->state) * MIX + machine_prov.state + *(__u64 *)&control;
}

static __always_inline bool actor_is_ready(struct actor *known, const struct actor *words,
					   const struct prov *task, const struct prov *memory,
					   __u64 state)
{
	__u64 readiness = actor_readiness(words, state, memory);

	if (known->ready == readiness)
		return true;
	barrier();
	if (actor_brings_more(task, memory, state))
		return false;
	known->ready = readiness;
	return true;
}

/* The same for what holds of the inode, and of mappings through which others see the memory. */
static __always_inline __u64 entity_brings_more(const struct prov *memory,
						const struct prov *entity, __u32 version)
{
	__u32 epoch = control.epoch;
	__u64 more = entity->changed | (entity->named ^ epoch);

	more |= entity->described ^ ((__u64)epoch << 32 | version);
	return more | (hints[memory->stamp] & HINT_SHARED);
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

/* What an actor does is captured, and nothing that would make a difference is known of any end. */
static __always_inline bool inflow_captured(const struct prov *task, const struct prov *memory,
					    const struct prov *entity, __u8 type)
{
	if (!(task->flags | memory->flags | entity->flags) && control.scope == SCOPE_ALL)
		return true;
	return !passes_on(entity) && actor_captured(task, memory, entity, type);
}

/* The relation, in a chunk that is as long as it. */
static __always_inline void lone_fill(struct lone_relation *out, __u8 type, bool has_offset,
				      const struct prov *entity, __u32 version,
				      const struct prov *task, __u32 task_version)
{
	chunk_head(&out->chunk, sizeof(*out), task->id, control.epoch);
	relation_fill(
	    &out->relation, relation_id_next(),
	    relation_head(type, has_offset ? RELATION_BIT_OFFSET : 0, entity->type, VERTEX_TASK),
	    entity, version, task, task_version);
}

/*
 * @actor actor_base() of the current task
 * @type of the relation and @has_offset: constants
 * @return whether the flow is in the graph; when not, the long way finds everything as it was
 */
static __always_inline int inflow_alone(struct inode *inode, __u64 actor, __u8 type,
					bool has_offset, __u64 flags, __s64 offset)
{
	__u64 mark = actor_mark(bpf_get_current_task_btf(), actor), state, fingerprint;
	struct actor *known = actor_at(mark);
	/* Once: another task may take the place. */
	struct actor words = {.task = *(volatile __u64 *)&known->task,
			      .memory = *(volatile __u64 *)&known->memory};
	struct prov *task = actor_known(words.task, mark), *memory, *entity;
	struct inode_key key = {};
	struct lone_relation *out;
	__u32 version;

	if (!task || !control.plain)
		return 0;
	memory = actor_known(words.memory, mark);
	if (!memory)
		return 0;
	state = task->state;
	if (!actor_is_ready(known, &words, task, memory, state))
		return 0;
	inode_key_of(&key, inode);
	entity = inode_find(&key);
	if (!entity || !inflow_captured(task, memory, entity, type))
		return 0;
	version = STATE_VERSION(entity->state);
	if (entity_brings_more(memory, entity, version) | differs(entity, inode))
		return 0;
	if (inode_known(task, entity, type))
		return 1;
	fingerprint = edge_fingerprint(entity->id, version, type);
	if (task->previous == fingerprint) {
		if (!(entity->state & STATE_OUTGOING))
			return 0;
		inode_note_read(entity, task, type);
		return 1;
	}
	out = bpf_ringbuf_reserve(&relay, sizeof(*out), 0);
	if (!out)
		return 0;
	inode_note_read(entity, task, type);
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
	lone_fill(out, type, has_offset, entity, version, task, state >> 1);
	out->relation.flags = flags;
	out->relation.offset = offset;
	chunk_give(out);
	return 1;
}

/* One for each type, so that all that depends on it is known to the compiler. */
#define INFLOW(type, has_offset)                                                                   \
	static __noinline int inflow_##type(struct inode *inode, __u64 actor, __u64 flags,         \
					    __s64 offset)                                          \
	{                                                                                          \
		return inflow_alone(inode, actor, type, has_offset, flags, offset);                \
	}

INFLOW(RELATION_PERM_CHECK, false)
INFLOW(RELATION_GETATTR, false)
INFLOW(RELATION_READ_LINK, false)
INFLOW(RELATION_OPEN, true)
INFLOW(RELATION_READ, true)
INFLOW(RELATION_MMAP_PRIVATE, true)

#endif
