/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One edge: compression, versions, filters, description of its ends, the relation, propagation; in the
 * order of graph-model.md 6.2, but for one thing: the sender is marked as having an outflow before the
 * receiver's version is read. With both marks atomic this order alone keeps the graph acyclic on
 * several CPUs: along any path the moment at which an edge was taken from its sender's version grows.
 */
#ifndef CAMFLOW_PROV_RECORD_H
#define CAMFLOW_PROV_RECORD_H

#define VERSION_TRIES 8

static __always_inline __u64 relation_filter(const struct policy *policy, __u8 type)
{
	switch (type >> FAMILY_SHIFT) {
	case FAMILY_DERIVED:
		return policy->derived_filter;
	case FAMILY_GENERATED:
		return policy->generated_filter;
	case FAMILY_USED:
		return policy->used_filter;
	case FAMILY_INFORMED:
		return policy->informed_filter;
	}
	return 0;
}

static __always_inline __u64 relation_propagate_filter(const struct policy *policy, __u8 type)
{
	switch (type >> FAMILY_SHIFT) {
	case FAMILY_DERIVED:
		return policy->propagate_derived_filter;
	case FAMILY_GENERATED:
		return policy->propagate_generated_filter;
	case FAMILY_USED:
		return policy->propagate_used_filter;
	case FAMILY_INFORMED:
		return policy->propagate_informed_filter;
	}
	return ~0ull;
}

static __always_inline bool relation_filtered(const struct policy *policy, __u8 type)
{
	return relation_filter(policy, type) >> (type & 31) & 1;
}

/* The same for a relation that is no detail, or whose verb has asked. */
static __always_inline bool relation_left_out(const struct policy *policy, __u8 type)
{
	return !control.plain && relation_filtered(policy, type);
}

static __always_inline bool node_filtered(const struct policy *policy, const struct prov *prov)
{
	if (prov->flags & FLAG_OPAQUE)
		return true;
	return !control.plain && (policy->node_filter >> (prov->type & 31) & 1);
}

static __always_inline __u64 edge_fingerprint(__u64 id, __u32 version, __u8 type)
{
	return (id * MIX) ^ (((__u64)version << 8 | type) * 0xc2b2ae3d27d4eb4full);
}

static __always_inline bool is_described(const struct note *note, const struct prov *prov,
					 __u32 version)
{
	return prov->described == ((__u64)note->epoch << 32 | version);
}

static __always_inline __u64 kib(__u64 pages)
{
	return pages << 2;
}

static __always_inline void task_statistics(struct vertex_task *out, struct task_struct *task)
{
	struct mm_struct *mm = task->mm;
	__u64 rss, peak, vm, vm_peak;

	out->utime = task->utime / 1000;
	out->stime = task->stime / 1000;
	out->rbytes = task->ioac.read_bytes & ~1023ull;
	out->wbytes = task->ioac.write_bytes & ~1023ull;
	out->cancel_wbytes = task->ioac.cancelled_write_bytes & ~1023ull;
	if (!mm)
		return;
	rss = mm_resident(mm);
	vm = mm->total_vm;
	peak = mm->hiwater_rss;
	vm_peak = mm->hiwater_vm;
	out->vm = kib(vm);
	out->rss = kib(rss);
	out->hw_vm = kib(vm_peak > vm ? vm_peak : vm);
	out->hw_rss = kib(peak > rss ? peak : rss);
}

static __always_inline void task_describe(const struct room *room, struct vertex_task *out,
					  const struct prov *prov)
{
	out->pid = prov->task.pid;
	out->vpid = prov->task.vpid;
	out->utsns = prov->task.namespaces[0];
	out->ipcns = prov->task.namespaces[1];
	out->mntns = prov->task.namespaces[2];
	out->pidns = prov->task.namespaces[3];
	out->netns = prov->task.namespaces[4];
	out->cgroupns = prov->task.namespaces[5];
	out->cgroup = prov->task.cgroup;
	if (prov->id != room->chunk.task_id)
		return;
	task_statistics(out, bpf_get_current_task_btf());
	if (prov->flags & FLAG_ENDING)
		out->exit_status = bpf_get_current_task_btf()->exit_code + 1;
}

static __always_inline void inode_describe(struct vertex_inode *out, const struct prov *prov)
{
	out->ino = prov->inode.ino;
	out->uid = prov->inode.uid;
	out->gid = prov->inode.gid;
	out->mode = prov->inode.mode;
	out->old_type = prov->type;
	__builtin_memcpy(out->sb_uuid, prov->inode.sb_uuid, sizeof(out->sb_uuid));
}

static __always_inline void iattr_describe(struct vertex_iattr *out, const struct prov *prov)
{
	out->valid = prov->iattr.valid;
	out->mode = prov->iattr.mode;
	out->uid = prov->iattr.uid;
	out->gid = prov->iattr.gid;
	out->length = prov->iattr.size;
	out->atime = prov->iattr.atime;
	out->ctime = prov->iattr.ctime;
	out->mtime = prov->iattr.mtime;
}

static __always_inline void *vertex_open(struct room *room, const struct prov *prov, __u32 version,
					 __u64 version_relation, __u32 size)
{
	struct vertex *vertex = chunk_append(room, size);

	if (!vertex)
		return 0;
	__builtin_memset(vertex, 0, size);
	vertex->message.size = size;
	vertex->message.kind = MESSAGE_VERTEX;
	vertex->message.type = prov->type;
	vertex->version = version;
	vertex->id = prov->id;
	vertex->taint = prov->taint;
	vertex->name_id = prov->name_id;
	vertex->version_relation = version_relation;
	return vertex;
}

/*
 * Describes one version of an object. With a version relation the reader draws the edge from the
 * version before. Marks the version as described only when it is in the ring. No pointer to a stack is
 * given to it: from 7.x on the verifier follows such a pointer into what is called, anew for each way there.
 */
__noinline int describe(struct room *room, struct prov *prov, __u32 version, __u64 version_relation)
{
	void *out = 0;

	if (!room || !prov)
		return DONE;
	if (prov->type == VERTEX_TASK) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_task));
		if (out)
			task_describe(room, out, prov);
	} else if (prov->type == VERTEX_PROCESS_MEMORY) {
		struct vertex_process_memory *memory;

		out = memory = vertex_open(room, prov, version, version_relation,
					   sizeof(struct vertex_process_memory));
		if (out) {
			memory->uid = prov->memory.uid;
			memory->gid = prov->memory.gid;
			memory->tgid = prov->memory.tgid;
			memory->secid = prov->memory.secid;
		}
	} else if (type_is_inode(prov->type)) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_inode));
		if (out)
			inode_describe(out, prov);
	} else if (prov->type == VERTEX_IATTR) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_iattr));
		if (out)
			iattr_describe(out, prov);
	} else if (prov->type == VERTEX_MSG) {
		struct vertex_msg *msg;

		out = msg =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_msg));
		if (out)
			msg->mtype = prov->msg.type;
	} else if (prov->type == VERTEX_SHM) {
		struct vertex_shm *shm;

		out = shm =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_shm));
		if (out)
			shm->mode = prov->shm.mode;
	} else if (prov->slot == DISCLOSED_SLOT) {
		struct vertex_disclosed *disclosed;

		/* A later version: the text stands with the first (hooks/disclose.h). */
		out = disclosed = vertex_open(room, prov, version, version_relation,
					      sizeof(struct vertex_disclosed));
		if (out) {
			disclosed->parent = prov->disclosed.parent;
			disclosed->parent_version = prov->disclosed.parent_version;
		}
	}
	if (out && !is_nowhere(room)) {
		prov->described = (__u64)room->chunk.epoch << 32 | version;
	} else {
		__sync_fetch_and_add(&counters.lost_vertices, 1);
		if (version_relation)
			__sync_fetch_and_add(&counters.lost_relations, 1);
	}
	return DONE;
}

/*
 * A task and its memory: what flows into a task flows on into its memory at once, so each inflow would
 * need a version of the task, and an edge to a version of the memory. But as long as that one version of
 * the memory is the only thing a version of a task has flowed into, and nothing has left the memory since,
 * nobody can tell what came before the edge to the memory and what after: the task is open to more
 * inflows. The two are coupled. docs/adr/0002.
 */
static __always_inline bool is_coupled(const struct prov *task, __u32 version)
{
	__u32 slot = task->task.coupled_slot;
	struct prov *memory = bpf_map_lookup_elem(&objects, &slot);

	return memory && (__u32)memory->id == task->task.coupled_id &&
	       memory->state == (__u64)task->task.coupled_version << 1;
}

/* Whether something has flowed out that a new inflow must not be taken for. */
static __always_inline bool has_outflow(const struct prov *prov, __u64 state)
{
	if (state & STATE_OUTGOING)
		return true;
	return prov->type == VERTEX_TASK && prov->task.coupled_id &&
	       prov->task.coupled_from == STATE_VERSION(state) &&
	       !is_coupled(prov, STATE_VERSION(state));
}

/* Marks an outflow. @return the version it leaves from */
static __always_inline __u32 version_leave(struct prov *prov)
{
	__u64 state = prov->state;

	if (!(state & STATE_OUTGOING))
		state = __sync_fetch_and_or(&prov->state, STATE_OUTGOING);
	return STATE_VERSION(state);
}

static __always_inline bool flowed_into(const struct prov *task, const struct prov *memory)
{
	return task->task.coupled_id == (__u32)memory->id &&
	       task->task.coupled_from == STATE_VERSION(task->state);
}

/*
 * Opens the edge from a task to its memory. Until coupling_close() the task counts as having an outflow,
 * whatever happens to the memory meanwhile. @return the version it leaves from
 */
static __always_inline __u32 coupling_open(struct prov *task, const struct prov *memory)
{
	__u32 version = STATE_VERSION(task->state);

	if (task->task.coupled_id && task->task.coupled_from == version)
		return version_leave(task);
	*(volatile __u32 *)&task->task.coupled_version = COUPLING;
	*(volatile __u32 *)&task->task.coupled_slot = memory->slot;
	*(volatile __u32 *)&task->task.coupled_id = memory->id;
	*(volatile __u32 *)&task->task.coupled_from = version;
	return version;
}

static __always_inline void coupling_close(struct prov *task, __u32 from, __u32 to)
{
	if (task->task.coupled_from == from)
		*(volatile __u32 *)&task->task.coupled_version = to;
}

/* Whether the last edge into an object is this one. */
static __always_inline bool edge_known(const struct prov *from, const struct prov *to, __u8 type)
{
	return repeats_left_out() && (from->state & STATE_OUTGOING) &&
	       to->previous == edge_fingerprint(from->id, STATE_VERSION(from->state), type);
}

/* Whether an inflow enters the version that an object has in this state. */
static __always_inline bool version_open(const struct prov *prov, __u64 state)
{
	return !versions_made() || (nodes_compressed() && !has_outflow(prov, state));
}

/* @return twice the version that an inflow enters, plus one when it is a new one */
__noinline __u64 version_step(struct prov *prov)
{
	__u64 state = 0, next;

	if (!prov)
		return 0;
	for (int i = 0; i < VERSION_TRIES; i++) {
		state = prov->state;
		if (version_open(prov, state))
			break;
		next = (state & ~STATE_OUTGOING) + 2;
		if (__sync_val_compare_and_swap(&prov->state, state, next) == state)
			return next | 1;
	}
	return state & ~1ull;
}

/* The version an inflow enters. @bumped tells whether it is a new one. */
static __always_inline __u32 version_enter(struct prov *prov, bool *bumped)
{
	__u64 state = prov->state, step;

	*bumped = false;
	if (version_open(prov, state))
		return STATE_VERSION(state);
	step = version_step(prov);
	*bumped = step & 1;
	return step >> 1;
}

static __always_inline __u8 version_relation_type(__u8 type)
{
	return type == VERTEX_TASK || type == VERTEX_DISC_ACTIVITY ? RELATION_VERSION_ACTIVITY
								   : RELATION_VERSION_ENTITY;
}

static __always_inline void relation_append(struct room *room, struct note *note, __u8 type,
					    const struct prov *from, __u32 from_version,
					    const struct prov *to, __u32 to_version)
{
	__u64 id = relation_id_next();
	struct relation *out = chunk_append(room, sizeof(*out));

	if (!out || is_nowhere(room))
		__sync_fetch_and_add(&counters.lost_relations, 1);
	if (!out) {
		note->lost = true;
		return;
	}
	out->message.size = sizeof(*out);
	out->message.kind = MESSAGE_RELATION;
	out->message.type = type;
	out->bits = note->has_offset ? RELATION_BIT_OFFSET : 0;
	out->snd_type = from->type;
	out->rcv_type = to->type;
	out->pad = 0;
	out->id = id;
	out->snd_id = from->id;
	out->rcv_id = to->id;
	out->snd_version = from_version;
	out->rcv_version = to_version;
	out->flags = note->flags;
	out->offset = note->offset;
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

/*
 * A task that reads back what only it has put into an inode, or into its memory, learns nothing. Both
 * remember their last `reader` (low half of the task's id, 0 = none) until something flows in from
 * elsewhere, an inode also the `origin` of all that ever flowed in since it was made: one task, or mixed.
 * docs/adr/0002.
 */
static __always_inline __u8 read_type_bit(__u8 type)
{
	switch (type) {
	case RELATION_READ:
		return 1;
	case RELATION_RECEIVE:
		return 2;
	case RELATION_RECEIVE_MSG:
		return 4;
	case RELATION_PERM_CHECK:
		return 8;
	case RELATION_GETATTR:
		return 16;
	case RELATION_OPEN:
		return 32;
	}
	return 0;
}

/* Types that show an inode without its contents: of its own work a task has no need to be told. */
static __always_inline bool shows_attributes(__u8 type)
{
	return type == RELATION_PERM_CHECK || type == RELATION_OPEN || type == RELATION_GETATTR;
}

static __always_inline bool already_known(const struct prov *task, const struct prov *entity,
					  __u8 type)
{
	if (!repeats_left_out() || !type_is_inode(entity->type))
		return false;
	if (shows_attributes(type) && entity->origin == (__u32)task->id)
		return true;
	return entity->reader == (__u32)task->id &&
	       (entity->inode.read_types & read_type_bit(type));
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
static __always_inline void reader_note(struct prov *from, const struct prov *to, __u8 type)
{
	__u8 bit = read_type_bit(type);

	if (type == RELATION_MEMORY_READ)
		*(volatile __u32 *)&from->reader = to->id;
	if (!bit || !type_is_inode(from->type) || to->type != VERTEX_TASK)
		return;
	if (from->reader != (__u32)to->id) {
		from->inode.read_types = 0;
		from->reader = to->id;
	}
	from->inode.read_types |= bit;
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

/* Describes a new version of an object, drawn from the one before. */
static __always_inline void version_link(const struct policy *policy, struct room *room,
					 struct prov *prov, struct note *note, __u32 version)
{
	if (node_filtered(policy, prov) ||
	    relation_left_out(policy, version_relation_type(prov->type)))
		return;
	if (!is_described(note, prov, version - 1))
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

__noinline int record(struct room *room, struct prov *from, struct prov *to, struct note *note,
		      __u8 type)
{
	const struct policy *policy;
	__u32 from_version, to_version;
	__u64 fingerprint;
	bool bumped, couples;

	if (!room || !from || !to || !note)
		return DONE;
	policy = policy_now();
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
		version_link(policy, room, to, note, to_version);
	if (relation_left_out(policy, type) || node_filtered(policy, from) ||
	    node_filtered(policy, to))
		return DONE;
	if (!is_described(note, from, from_version) || repeats(policy, room, from))
		describe(room, from, from_version, 0);
	if (!is_described(note, to, to_version) || (!bumped && repeats(policy, room, to)))
		describe(room, to, to_version, 0);
	propagate(policy, type, from, to);
	relation_append(room, note, type, from, from_version, to, to_version);
	room->chunk.reserved = to->id;
	return DONE;
}

/* The closing edge: last version to one that nothing follows (graph-model.md 6.4). */
__noinline int record_closing(struct room *room, struct prov *prov, struct note *note, __u8 type)
{
	const struct policy *policy = policy_now();
	__u32 version, closing;

	if (!room || !prov || !note || node_filtered(policy, prov))
		return DONE;
	if (type == RELATION_TERMINATE_TASK)
		__sync_fetch_and_or(&prov->flags, FLAG_ENDING);
	closing = version = STATE_VERSION(prov->state);
	if (!is_described(note, prov, version))
		describe(room, prov, version, 0);
	if (versions_made()) {
		closing = version + 1;
		__sync_fetch_and_add(&prov->state, 2);
		__sync_fetch_and_and(&prov->state, ~STATE_OUTGOING);
		describe(room, prov, closing, 0);
	}
	if (!relation_left_out(policy, type))
		relation_append(room, note, type, prov, version, prov, closing);
	return DONE;
}

/* The attributes changed since they were described: a new version, without a flow from anybody. */
__noinline int record_change(struct room *room, struct prov *prov, struct note *note)
{
	const struct policy *policy = policy_now();
	__u64 state;

	if (!room || !prov || !note)
		return DONE;
	state = prov->state;
	prov->changed = 0;
	if (!versions_made() || !is_described(note, prov, STATE_VERSION(state)))
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
__noinline int record_name(struct room *room, struct prov *to, struct note *note, __u64 path_id)
{
	const struct policy *policy = policy_now();
	__u32 version;
	struct relation *out;
	__u64 id;

	if (!room || !to || !note || !path_id)
		return DONE;
	to->name_id = path_id;
	to->named = note->epoch;
	to->previous = edge_fingerprint(path_id, 0, RELATION_NAMED);
	if (relation_left_out(policy, RELATION_NAMED) || node_filtered(policy, to))
		return DONE;
	version = STATE_VERSION(to->state);
	if (!is_described(note, to, version))
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
