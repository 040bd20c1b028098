/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One edge: compression, versions, filters, description of its ends, the relation, propagation; in the
 * order of graph-model.md 6.2, but for one thing: the sender is marked as having an outflow before the
 * receiver's version is read. With both marks atomic this order alone keeps the graph acyclic on
 * several CPUs: along any path the moment at which an edge was taken from its sender's version grows.
 */
#ifndef CAMFLOW_PROV_RECORD_H
#define CAMFLOW_PROV_RECORD_H

_Static_assert(__builtin_offsetof(struct relation, bits) == 4 &&
		   __builtin_offsetof(struct relation, id) == 8 &&
		   __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
	       "relation_head() is the first word of a relation: change it as well");

/* All of a relation that stands before its id. */
static __always_inline __u64 relation_head(__u8 type, __u8 bits, __u8 snd_type, __u8 rcv_type)
{
	return sizeof(struct relation) | MESSAGE_RELATION << 16 | (__u64)type << 24 |
	       (__u64)bits << 32 | (__u64)snd_type << 40 | (__u64)rcv_type << 48;
}

/* A relation with neither flags nor offset. */
static __always_inline void relation_fill(struct relation *out, __u64 id, __u64 head,
					  const struct prov *from, __u32 from_version,
					  const struct prov *to, __u32 to_version)
{
	*(__u64 *)out = head;
	out->id = id;
	out->snd_id = from->id;
	out->rcv_id = to->id;
	out->snd_version = from_version;
	out->rcv_version = to_version;
	out->flags = 0;
	out->offset = 0;
}

/* A relation that is not even in a chunk, for that one is full. */
#define LOST -1

/* @return where in the chunk the relation stands; or LOST */
static __always_inline int relation_append(struct room *room, __u8 type, const struct prov *from,
					   __u32 from_version, const struct prov *to,
					   __u32 to_version)
{
	__u64 id = relation_id_next();
	struct relation *out = chunk_append(room, sizeof(*out));

	if (!out || is_nowhere(room))
		__sync_fetch_and_add(&counters.lost_relations, 1);
	if (!out)
		return LOST;
	relation_fill(out, id, relation_head(type, 0, from->type, to->type), from, from_version, to,
		      to_version);
	return room->chunk.used - sizeof(*out);
}

/* Tracking, labels: what `from` passes on to `to` along one recorded edge (graph-model.md 5.5). */
static __always_inline void propagate(const struct policy *policy, __u8 type, struct prov *from,
				      struct prov *to)
{
	const __u32 both = FLAG_TRACKED | FLAG_PROPAGATE;

	if ((from->flags & both) != both)
		return;
	if (relation_propagate_filter(policy, type) >> (type & 31) & 1)
		return;
	if ((to->flags & FLAG_OPAQUE) || (policy->propagate_node_filter >> (to->type & 31) & 1))
		return;
	if ((to->flags & both) == both && !(from->taint & ~to->taint))
		return;
	__sync_fetch_and_or(&to->taint, from->taint);
	if ((to->flags & both) != both) {
		__sync_fetch_and_or(&to->flags, both);
		hint_set(to);
	}
	unsaved_note(to);
}

/* Describes a new version of an object, drawn from the one before. */
static __always_inline void version_link(const struct policy *policy, struct room *room,
					 struct prov *prov, __u32 version)
{
	if (node_filtered(policy, prov) ||
	    relation_left_out(policy, version_relation_type(prov->type)))
		return;
	if (!is_described(prov, version - 1, room->chunk.epoch))
		describe(room, prov, version - 1, 0);
	describe(room, prov, version, relation_id_next());
}

/* What describe() knows all of. Other objects have a text, which was published once. */
#define DESCRIBED_TYPES                                                                            \
	(1u << VERTEX_TASK | 1u << VERTEX_PROCESS_MEMORY | 1u << VERTEX_IATTR | 1u << VERTEX_MSG | \
	 1u << VERTEX_SHM)

/*
 * Whether an end that the stream knows is said again: with duplication on, unless this chunk has it. Chains
 * like entity, task, memory would not fit otherwise. The chunk's spare word tells whom it was last about.
 */
static __always_inline bool repeats(const struct policy *policy, const struct room *room,
				    const struct prov *prov)
{
	if (control.plain || !policy->duplicate || room->chunk.reserved == (__u32)prov->id)
		return false;
	return type_is_inode(prov->type) || (DESCRIBED_TYPES >> (prov->type & 31) & 1);
}

/*
 * Nothing of what a hook says is given to it: see describe().
 * @return where in the chunk the relation stands, 0: nothing had to be said, or LOST
 */
__noinline int record(struct room *room, struct prov *from, struct prov *to, __u8 type)
{
	__u32 from_version, to_version;
	__u64 fingerprint;
	bool bumped, couples;
	int at;

	if (!room || !from || !to)
		return DONE;
	if (edges_compressed())
		reader_note(from, to, type);
	couples = type == RELATION_MEMORY_WRITE && nodes_compressed();
	from_version = couples ? coupling_open(from, to) : version_leave(from);
	if (edges_compressed()) {
		fingerprint = edge_fingerprint(from->id, from_version, type);
		if (to->previous == fingerprint)
			return DONE;
		to->previous = fingerprint;
	}
	to_version = version_enter(to, &bumped);
	origin_note(from, to, type);
	if (couples)
		coupling_close(from, from_version, to_version);
	if (type_is_inode(to->type) && (hints[to->stamp] & HINT_MAPPED))
		__sync_fetch_and_add(&shared_inflows, 1);
	if (bumped || !type_is_inode(to->type))
		stamp_move(to);

	if (bumped)
		version_link(policy_now(), room, to, to_version);
	if (((from->flags | to->flags) & FLAG_OPAQUE) ||
	    (!control.plain && edge_filtered(policy_now(), type, from, to)))
		return DONE;
	if (!is_described(from, from_version, room->chunk.epoch) ||
	    repeats(policy_now(), room, from))
		describe(room, from, from_version, 0);
	if (!is_described(to, to_version, room->chunk.epoch) ||
	    (!bumped && repeats(policy_now(), room, to)))
		describe(room, to, to_version, 0);
	propagate(policy_now(), type, from, to);
	at = relation_append(room, type, from, from_version, to, to_version);
	room->chunk.reserved = to->id;
	return at;
}

/* One of the edges beside the main one: it carries neither flags nor offset. */
static __always_inline void record_plain(struct room *room, struct prov *from, struct prov *to,
					 struct note *note, __u8 type)
{
	if (record(room, from, to, type) == LOST)
		note->lost = true;
}

/* The edge that a hook is about, with what the hook says of it. */
static __always_inline void record_noted(struct room *room, struct prov *from, struct prov *to,
					 struct note *note)
{
	int said = record(room, from, to, note->type);
	struct relation *out;
	__u64 at = said;

	if (said == LOST)
		note->lost = true;
	if (said <= 0 || !(note->flags | note->has_offset))
		return;
	barrier_var(at);
	if (at > CHUNK_BYTES - sizeof(*out))
		return;
	out = (void *)room + at;
	out->bits = note->has_offset ? RELATION_BIT_OFFSET : 0;
	out->flags = note->flags;
	out->offset = note->offset;
}

/* The closing edge: last version to one that nothing follows (graph-model.md 6.4). */
__noinline int record_closing(struct room *room, struct prov *prov, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 version, closing;

	if (!room || !prov || node_filtered(policy, prov))
		return DONE;
	if (type == RELATION_TERMINATE_TASK)
		__sync_fetch_and_or(&prov->flags, FLAG_ENDING);
	closing = version = STATE_VERSION(prov->state);
	if (!is_described(prov, version, room->chunk.epoch))
		describe(room, prov, version, 0);
	if (versions_made()) {
		closing = version + 1;
		__sync_fetch_and_add(&prov->state, 2);
		__sync_fetch_and_and(&prov->state, ~STATE_OUTGOING);
		describe(room, prov, closing, 0);
	}
	if (!relation_left_out(policy, type))
		relation_append(room, type, prov, version, prov, closing);
	return DONE;
}

/* The attributes changed since they were described: a new version, without a flow from anybody. */
__noinline int record_change(struct room *room, struct prov *prov)
{
	const struct policy *policy = policy_now();
	__u64 state;

	if (!room || !prov)
		return DONE;
	state = prov->state;
	prov->changed = 0;
	if (!versions_made() || !is_described(prov, STATE_VERSION(state), room->chunk.epoch))
		return DONE;
	if (__sync_val_compare_and_swap(&prov->state, state, (state & ~STATE_OUTGOING) + 2) !=
	    state)
		return DONE;
	stamp_move(prov);
	if (!node_filtered(policy, prov) &&
	    !relation_left_out(policy, version_relation_type(prov->type)))
		describe(room, prov, STATE_VERSION(state) + 1, relation_id_next());
	return DONE;
}

/*
 * Attaches a path that was published before this chunk was opened. Naming never makes a version; it
 * overwrites the compression memory as any edge in does.
 */
__noinline int record_name(struct room *room, struct prov *to, __u64 path_id)
{
	const struct policy *policy = policy_now();
	__u32 version;
	struct relation *out;
	__u64 id;

	if (!room || !to || !path_id)
		return DONE;
	to->name_id = path_id;
	to->named = room->chunk.epoch;
	to->previous = edge_fingerprint(path_id, 0, RELATION_NAMED);
	if (relation_left_out(policy, RELATION_NAMED) || node_filtered(policy, to))
		return DONE;
	version = STATE_VERSION(to->state);
	if (!is_described(to, version, room->chunk.epoch))
		describe(room, to, version, 0);
	id = relation_id_next();
	out = chunk_append(room, sizeof(*out));
	if (!out || is_nowhere(room)) {
		__sync_fetch_and_add(&counters.lost_relations, 1);
		to->named = 0;
	}
	if (!out)
		return DONE;
	__builtin_memset(out, 0, sizeof(*out));
	out->message.size = sizeof(*out);
	out->message.kind = MESSAGE_RELATION;
	out->message.type = RELATION_NAMED;
	out->snd_type = VERTEX_PATH;
	out->rcv_type = to->type;
	out->id = id;
	out->snd_id = path_id;
	out->rcv_id = to->id;
	out->rcv_version = version;
	return DONE;
}

#endif
