/* SPDX-License-Identifier: GPL-2.0-only */
/* What an object was told already: who has read all of it, and whether the last edge in is this one. */
#ifndef CAMFLOW_PROV_READER_H
#define CAMFLOW_PROV_READER_H

static __always_inline __u64 edge_fingerprint(__u64 id, __u32 version, __u8 type)
{
	return (id * MIX) ^ (((__u64)version << 8 | type) * 0xc2b2ae3d27d4eb4full);
}

/* Whether the last edge into an object is this one. */
static __always_inline bool edge_known(const struct prov *from, const struct prov *to, __u8 type)
{
	return repeats_left_out() && (from->state & STATE_OUTGOING) &&
	       to->previous == edge_fingerprint(from->id, STATE_VERSION(from->state), type);
}

/*
 * A task that reads back what only it has put into an inode, or into its memory, learns nothing. Both
 * remember their last `reader` (low half of the task's id, 0 = none) until something flows in from
 * elsewhere, an inode also the `origin` of all that ever flowed in since it was made: one task, or mixed.
 * docs/adr/0002.
 */
static const __u8 read_type_bits[256] = {
    [RELATION_READ] = 1,       [RELATION_RECEIVE] = 2,	[RELATION_RECEIVE_MSG] = 4,
    [RELATION_PERM_CHECK] = 8, [RELATION_GETATTR] = 16, [RELATION_OPEN] = 32,
};

static __always_inline __u8 read_type_bit(__u8 type)
{
	__u32 index = type;

	if (__builtin_constant_p(type))
		return read_type_bits[type];
	/* For the verifier: the compiler leaves the mask out. */
	asm("" : "+r"(index));
	return read_type_bits[index & 255];
}

/* Types that show an inode without its contents: of its own work a task has no need to be told. */
static __always_inline bool shows_attributes(__u8 type)
{
	return type == RELATION_PERM_CHECK || type == RELATION_OPEN || type == RELATION_GETATTR;
}

/* Of an inode, under a policy that leaves repeats out. */
static __always_inline bool inode_known(const struct prov *task, const struct prov *inode,
					__u8 type)
{
	if (shows_attributes(type) && inode->origin == (__u32)task->id)
		return true;
	return inode->reader == (__u32)task->id && (inode->inode.read_types & read_type_bit(type));
}

static __always_inline bool already_known(const struct prov *task, const struct prov *entity,
					  __u8 type)
{
	/* Mostly neither. */
	if (entity->origin != (__u32)task->id && entity->reader != (__u32)task->id)
		return false;
	return repeats_left_out() && type_is_inode(entity->type) && inode_known(task, entity, type);
}

/* Whether a task has read all that its memory holds. */
static __always_inline bool memory_known(const struct prov *task, const struct prov *memory)
{
	return repeats_left_out() && memory->reader == (__u32)task->id;
}

/* Whether all that has flowed into a task has flowed on into its memory. */
static __always_inline bool memory_holds(const struct prov *task, const struct prov *memory)
{
	return nodes_compressed() && edges_compressed() && flowed_into(task, memory);
}

/* Before the version is read: an inflow that comes between is seen as coming after. */
static __always_inline void inode_note_read(struct prov *inode, const struct prov *task, __u8 type)
{
	__u8 bit = read_type_bit(type);

	if (!bit)
		return;
	if (inode->reader != (__u32)task->id) {
		inode->inode.read_types = 0;
		inode->reader = task->id;
	}
	inode->inode.read_types |= bit;
}

static __always_inline void reader_note_read(struct prov *from, const struct prov *task, __u8 type)
{
	if (type_is_inode(from->type))
		inode_note_read(from, task, type);
}

static __always_inline void reader_note(struct prov *from, const struct prov *to, __u8 type)
{
	if (type == RELATION_MEMORY_READ)
		*(volatile __u32 *)&from->reader = to->id;
	if (to->type == VERTEX_TASK)
		reader_note_read(from, to, type);
}

/* After the version was entered: a reader that came between has not seen this inflow. */
static __always_inline void origin_note(const struct prov *from, struct prov *to, __u8 type)
{
	__u32 origin = ORIGIN_MIXED;

	if (from->type == VERTEX_TASK)
		origin = from->id;
	else if (type_is_inode(from->type))
		origin = from->origin;
	if (to->type == VERTEX_PROCESS_MEMORY && to->reader != origin)
		to->reader = 0;
	if (!type_is_inode(to->type))
		return;
	if (type == RELATION_SOCKET_PAIR_CREATE || type == RELATION_SOCKET_CREATE ||
	    (type == RELATION_INODE_CREATE && to->type != VERTEX_DIRECTORY))
		to->origin = origin;
	if (to->origin != origin)
		to->origin = ORIGIN_MIXED;
	if (to->reader != origin)
		to->reader = 0;
}

#endif
