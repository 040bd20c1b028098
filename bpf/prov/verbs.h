/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a hook says. Each verb is a PROV relation family; flow->entity is the object, flow->task and
 * flow->memory the actor. Patterns and their order: capture-hooks.md 3.
 */
#ifndef CAMFLOW_PROV_VERBS_H
#define CAMFLOW_PROV_VERBS_H

/*
 * verbs - what a verb adds to the flow that a hook names, as far as it is not in the graph yet.
 * Flows: uses, 1. task -> memory (memory_write)
 *        generates, 2. memory -> task (memory_read)
 *        once per task, 3. machine -> task (ran_on)
 *        once per name, 4. name -> inode (named)
 *        once per name, 5. name -> memory (named)
 *        shared mappings, 6. inode -> memory (sh_read)
 *        shared mappings, 7. memory -> inode (sh_write)
 *        before an arrow into what has passed something on, 8. task -> next version (version_activity)
 *        before an arrow into what has passed something on, 8. activity -> next version (version_activity)
 *        before an arrow into what has passed something on, 9. anything -> next version (version_entity)
 *        when an inode's type comes to be known, 10. unknown -> inode (version_entity)
 */

struct prov machine_prov SEC(".data.machine_prov") = {
    .type = VERTEX_MACHINE,
    .state = 1 << 1,
};

struct machine_message {
	struct chunk chunk;
	struct vertex_machine machine;
};

/* The machine vertex is longer than a chunk: it goes out before the chunk that refers to it. */
__noinline int machine_describe(__u32 epoch)
{
	__u32 zero = 0, index, version = STATE_VERSION(machine_prov.state);
	struct machine *known = bpf_map_lookup_elem(&machine, &zero);
	struct machine_message *out;

	if (!known)
		return DONE;
	out = scratch_open(&index);
	if (!out)
		return DONE;
	machine_prov.id = known->id;
	chunk_head(&out->chunk, sizeof(*out), 0, epoch);
	__builtin_memset(&out->machine.vertex, 0, sizeof(out->machine.vertex));
	out->machine.vertex.message.size = sizeof(out->machine);
	out->machine.vertex.message.kind = MESSAGE_VERTEX;
	out->machine.vertex.message.type = VERTEX_MACHINE;
	out->machine.vertex.version = version;
	out->machine.vertex.id = known->id;
	bpf_probe_read_kernel((void *)&out->machine + sizeof(struct vertex), sizeof(known->fields),
			      known->fields);
	if (bpf_ringbuf_output(&relay, out, sizeof(*out), BPF_RB_NO_WAKEUP)) {
		COUNT_FAILURE(ring_full);
		__sync_fetch_and_add(&counters.lost_vertices, 1);
	} else {
		machine_prov.described = (__u64)epoch << 32 | version;
	}
	scratch_release(index);
	return DONE;
}

static __always_inline bool wants_name(const struct note *note, const struct prov *prov)
{
	return prov->named != note->epoch &&
	       (control.plain || !(policy_now()->node_filter >> VERTEX_PATH & 1));
}

/* Where in a scratch buffer the messages are made that go behind a name. */
#define NAME_ROOM 8192

/* The path vertex of a dentry, the object that it names and the edge between them, in one chunk. */
static __always_inline void name_send(struct prov *to, __u32 index, __u64 dentry, __u64 task_id,
				      __u32 epoch, bool exe)
{
	__u64 id = name_write(index, dentry, task_id, epoch, exe);
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &index);
	struct chunk *chunk;
	struct room *room;
	__u64 size, added;

	if (!scratch || !id)
		return;
	chunk = (void *)scratch;
	room = (void *)scratch + NAME_ROOM;
	room->chunk.used = sizeof(room->chunk);
	room->chunk.epoch = epoch;
	room->chunk.task_id = task_id;
	room->chunk.cpu = 0;
	record_name(room, to, id);
	size = chunk->used;
	added = room->chunk.used - sizeof(room->chunk);
	if (size > NAME_HEAD + NAME_BYTES + 8 || added > sizeof(room->messages))
		return;
	bpf_probe_read_kernel((void *)scratch + size, added, room->messages);
	size += added;
	chunk->used = size;
	if (!bpf_ringbuf_output(&relay, scratch, size, BPF_RB_NO_WAKEUP))
		return;
	COUNT_FAILURE(name_lost);
	__sync_fetch_and_add(&counters.lost_vertices, 1);
	if (added)
		__sync_fetch_and_add(&counters.lost_relations, 1);
	to->described = 0;
	to->named = 0;
}

/* The same where the directory is kept (directory.h). The object goes without a name when it is not any more. */
static __always_inline void name_below(struct room *room, struct prov *to, __u64 dentry,
				       __u64 directory)
{
	__u64 id = path_append(room, dentry, directory);

	if (id)
		record_name(room, to, id);
}

/* A name beside others, without a walk. */
__noinline int name_beside(struct prov *to, struct note *note, __u64 dentry)
{
	__u64 directory;

	if (!to || !note || !dentry)
		return DONE;
	directory = directory_above(dentry);
	if (directory_get(directory))
		WITH_CHUNK(note, name_below(room, to, dentry, directory));
	return DONE;
}

/* Gives an object the name of a dentry, by a walk. */
__noinline int name_attach(struct prov *to, __u64 dentry, __u64 task_id, __u32 epoch, bool exe)
{
	__u64 directory;
	int claim;

	if (!to || !dentry)
		return DONE;
	/* Before the walk: what moves while it lasts makes another number. */
	directory = directory_above(dentry);
	claim = scratch_claim();
	if (claim < 0)
		return DONE;
	name_send(to, claim, dentry, task_id, epoch, exe);
	if (directory)
		directory_keep(directory, claim, READ((struct dentry *)dentry, d_name.len));
	scratch_release(claim);
	return DONE;
}

/* Names an object; of a program that was deleted the name says so. */
static __always_inline void name_give(struct prov *to, struct note *note, __u64 dentry, bool exe)
{
	if (!exe || (dentry && dentry_hashed((struct dentry *)dentry)))
		name_beside(to, note, dentry);
	if (to->named != note->epoch)
		name_attach(to, dentry, note->task_id, note->epoch, exe);
}

static __always_inline bool machine_known(const struct note *note)
{
	return machine_prov.described ==
	       ((__u64)note->epoch << 32 | STATE_VERSION(machine_prov.state));
}

__noinline int introduce_all(struct prov *memory, struct prov *entity, struct note *note,
			     bool names)
{
	if (!memory || !entity || !note)
		return DONE;
	if (!machine_known(note))
		machine_describe(note->epoch);
	if (entity->changed)
		WITH_CHUNK(note, record_change(room, entity));
	if (names && note->dentry && wants_name(note, entity))
		name_give(entity, note, note->dentry, false);
	if (wants_name(note, memory))
		name_give(memory, note, name_of_program(bpf_get_current_task_btf()), true);
	return DONE;
}

/*
 * Puts into the ring what must stand before the flow: the machine, the entity's name, the memory's. Mostly
 * nothing, and then nothing is called: this holds for all below that calls a function of a longer name.
 */
static __always_inline void introduce_part(struct prov *memory, struct prov *entity,
					   struct note *note, bool names)
{
	if (!machine_known(note) || entity->changed || memory->named != note->epoch ||
	    (names && note->dentry && entity->named != note->epoch))
		introduce_all(memory, entity, note, names);
}

static __always_inline void introduce(struct prov *memory, struct prov *entity, struct note *note)
{
	introduce_part(memory, entity, note, true);
}

static __always_inline bool can_share_name(const struct prov *to, const struct prov *from,
					   const struct note *note)
{
	return wants_name(note, to) && from->named == note->epoch && from->name_id;
}

/* Gives an object the name that another one has: a copy of a process's memory, a program its file's. */
static __always_inline void name_share(struct prov *to, const struct prov *from, struct note *note)
{
	if (can_share_name(to, from, note))
		WITH_CHUNK(note, record_name(room, to, from->name_id));
}

__noinline int ran_on_record(struct prov *task, struct note *note)
{
	if (!task || !note || task->described >> 32 != note->epoch || !machine_prov.id)
		return DONE;
	task->task.machine_version = STATE_VERSION(machine_prov.state);
	/* A chunk of its own: it comes once, and those of other verbs would have to be longer for it. */
	WITH_CHUNK(note, record_plain(room, &machine_prov, task, note, RELATION_RAN_ON));
	return DONE;
}

/* The machine carries each of its tasks: once per machine version (graph-model.md 9). */
static __always_inline void ran_on(struct prov *task, struct note *note)
{
	if (task->task.machine_version < STATE_VERSION(machine_prov.state))
		ran_on_record(task, note);
}

static __always_inline struct prov *shared_object(const struct prov *memory, int i, __u32 access)
{
	struct prov *prov;

	if (!(memory->memory.shared[i] & access))
		return 0;
	prov = object_at(memory->memory.shared[i] & SHARED_SLOT);
	if (!object_lives(prov) || (__u32)prov->id != memory->memory.shared_id[i])
		return 0;
	return prov;
}

/* An object that is mapped so that it can be accessed, and has not been seen by the memory as it is. */
static __always_inline struct prov *shared_news(const struct prov *memory, int i, bool reading)
{
	struct prov *mapped = shared_object(memory, i, reading ? SHARED_READ : SHARED_WRITE);
	if (!mapped || !reading || !repeats_left_out())
		return mapped;
	return memory->memory.shared_seen[i] == (__u16)(STATE_VERSION(mapped->state) + 1) ? 0
											  : mapped;
}

static __always_inline void shared_edges(struct room *room, struct prov *memory, struct note *note,
					 bool reading)
{
	for (int i = 0; i < SHARED_MAPPINGS; i++) {
		struct prov *mapped = shared_news(memory, i, reading);

		if (!mapped)
			continue;
		if (reading) {
			memory->memory.shared_seen[i] = STATE_VERSION(mapped->state) + 1;
			record_plain(room, mapped, memory, note, RELATION_SH_READ);
		} else {
			record_plain(room, memory, mapped, note, RELATION_SH_WRITE);
		}
	}
}

__noinline int shared_flows_record(struct prov *memory, struct note *note, bool reading)
{
	bool any = false;

	if (!memory || !note)
		return DONE;
	for (int i = 0; i < SHARED_MAPPINGS && !any; i++) {
		if (shared_news(memory, i, reading))
			any = true;
	}
	if (!any)
		return DONE;
	WITH_CHUNK(note, shared_edges(room, memory, note, reading));
	return DONE;
}

/* What flows through shared mappings, seen at the next flow of the process (docs/adr/0004). */
static __always_inline void shared_flows(struct prov *memory, struct note *note, bool reading)
{
	if (hints[memory->stamp] & HINT_SHARED)
		shared_flows_record(memory, note, reading);
}

static __always_inline void uses_edges(struct room *room, struct prov *task, struct prov *memory,
				       struct prov *entity, struct note *note)
{
	record_noted(room, entity, task, note);
	if (!memory_holds(task, memory))
		record_plain(room, task, memory, note, RELATION_MEMORY_WRITE);
}

__noinline int verb_uses(struct prov *task, struct prov *memory, struct prov *entity,
			 struct note *note)
{
	if (!task || !memory || !entity || !note ||
	    !actor_captured(task, memory, entity, note->type))
		return 0;
	if (already_known(task, entity, note->type))
		return 1;
	introduce(memory, entity, note);
	task->name_id = memory->name_id;
	if (edge_known(entity, task, note->type) && memory_holds(task, memory))
		reader_note(entity, task, note->type);
	else
		WITH_CHUNK(note, uses_edges(room, task, memory, entity, note));
	ran_on(task, note);
	shared_flows(memory, note, false);
	return !note->lost;
}

/*
 * The directory of an entity's name when the name can go into the chunk of the flow: that of a file that was
 * just made, which brings nothing else along.
 */
static __always_inline __u64 name_joins(const struct prov *task, const struct prov *memory,
					const struct prov *entity, const struct note *note)
{
	__u64 directory;

	if (!note->dentry || !wants_name(note, entity) || !memory_known(task, memory))
		return 0;
	directory = directory_above(note->dentry);
	return directory_get(directory) ? directory : 0;
}

static __always_inline void generates_edges(struct room *room, struct prov *task,
					    struct prov *memory, struct prov *entity,
					    struct note *note, __u64 directory)
{
	if (directory)
		name_below(room, entity, note->dentry, directory);
	else if (!memory_known(task, memory))
		record_plain(room, memory, task, note, RELATION_MEMORY_READ);
	record_noted(room, task, entity, note);
}

__noinline int verb_generates(struct prov *task, struct prov *memory, struct prov *entity,
			      struct note *note)
{
	__u64 directory;

	if (!task || !memory || !entity || !note)
		return 0;
	inherit_tracking(task, memory);
	if (!actor_captured(task, memory, entity, note->type))
		return 0;
	if (edge_known(task, entity, note->type) && memory_known(task, memory) &&
	    !(hints[memory->stamp] & HINT_SHARED))
		return 1;
	directory = name_joins(task, memory, entity, note);
	introduce_part(memory, entity, note, !directory);
	task->name_id = memory->name_id;
	shared_flows(memory, note, true);
	ran_on(task, note);
	WITH_CHUNK(note, generates_edges(room, task, memory, entity, note, directory));
	if (directory)
		introduce(memory, entity, note);
	return !note->lost;
}

static __always_inline void derives_edges(struct room *room, struct prov *from, struct prov *to,
					  struct note *note, __u64 directory)
{
	if (directory)
		name_below(room, to, note->dentry, directory);
	record_noted(room, from, to, note);
}

/* @directory that of the receiver's name, when it goes into the chunk of the flow; or 0 */
__noinline int verb_derives(struct prov *memory, struct prov *from, struct prov *to,
			    struct note *note, __u64 directory)
{
	if (!memory || !from || !to || !note || !pair_captured(from, to, note->type))
		return 0;
	if (edge_known(from, to, note->type))
		return 1;
	introduce(memory, from, note);
	WITH_CHUNK(note, derives_edges(room, from, to, note, directory));
	return !note->lost;
}

static __always_inline bool ran_on_due(const struct prov *task, const struct note *note)
{
	return task->task.machine_version < STATE_VERSION(machine_prov.state) &&
	       task->described >> 32 == note->epoch && machine_prov.id;
}

static __always_inline void informs_edges(struct room *room, struct prov *memory, struct prov *from,
					  struct prov *to, struct note *note, struct prov *copy)
{
	if (copy)
		record_name(room, copy, memory->name_id);
	record_noted(room, from, to, note);
	if (!ran_on_due(to, note))
		return;
	to->task.machine_version = STATE_VERSION(machine_prov.state);
	record_plain(room, &machine_prov, to, note, RELATION_RAN_ON);
}

/* @copy of the memory, which gets its name in the chunk of the flow; or NULL */
__noinline int verb_informs(struct prov *memory, struct prov *from, struct prov *to,
			    struct note *note, struct prov *copy)
{
	if (!memory || !from || !to || !note || !pair_captured(from, to, note->type))
		return 0;
	note->dentry = 0;
	introduce(memory, from, note);
	ran_on(from, note);
	WITH_CHUNK(note, informs_edges(room, memory, from, to, note, copy));
	return !note->lost;
}

__noinline int verb_terminates(struct prov *prov, struct note *note)
{
	if (!prov || !note || !policy_now()->enabled || !prov->described)
		return 0;
	WITH_CHUNK(note, record_closing(room, prov, note->type));
	return !note->lost;
}

/* Notes that the memory shares an inode, so that later flows through it are seen (verbs.h). */
static __noinline int memory_share(struct prov *memory, struct prov *inode, __u32 slot,
				   __u32 access)
{
	if (!memory || !inode)
		return DONE;
	for (int i = 0; i < SHARED_MAPPINGS; i++) {
		__u32 known = memory->memory.shared[i];

		if (known && memory->memory.shared_id[i] != (__u32)inode->id)
			continue;
		if (!known)
			memory->memory.shared_seen[i] = 0;
		memory->memory.shared_id[i] = inode->id;
		memory->memory.shared[i] = (slot & SHARED_SLOT) | (known & ~SHARED_SLOT) | access;
		hints[memory->stamp] |= HINT_SHARED;
		hints[inode->stamp] |= HINT_MAPPED;
		return DONE;
	}
	COUNT_FAILURE(shared_full);
	return DONE;
}

/* A copy of shared mappings goes with a copy of the memory. */
static __always_inline void memory_inherit(struct prov *to, const struct prov *from)
{
	inherit_tracking(to, from);
	if (!(hints[from->stamp] & HINT_SHARED))
		return;
	__builtin_memcpy(to->memory.shared, from->memory.shared, sizeof(to->memory.shared));
	__builtin_memcpy(to->memory.shared_id, from->memory.shared_id,
			 sizeof(to->memory.shared_id));
	__builtin_memcpy(to->memory.shared_seen, from->memory.shared_seen,
			 sizeof(to->memory.shared_seen));
	hints[to->stamp] |= HINT_SHARED;
}

/* Each verb returns whether the flow is in the graph: just recorded, or there already. */

/* entity -> task -> memory */
static __always_inline int uses(struct flow *flow, __u8 type)
{
	flow->note.type = type;
	return verb_uses(flow->task, flow->memory, flow->entity, &flow->note);
}

/* memory -> task -> entity */
static __always_inline int generates(struct flow *flow, __u8 type)
{
	flow->note.type = type;
	return verb_generates(flow->task, flow->memory, flow->entity, &flow->note);
}

/* entity -> another entity */
static __always_inline int derives(struct flow *flow, struct prov *to, __u8 type)
{
	flow->note.type = type;
	return verb_derives(flow->memory, flow->entity, to, &flow->note, 0);
}

/* The same, and the receiver's name if its directory is kept: that of flow->entity. */
static __always_inline int derives_named(struct flow *flow, struct prov *to, __u8 type,
					 __u64 directory)
{
	flow->note.type = type;
	return verb_derives(flow->memory, flow->entity, to, &flow->note, directory);
}

/* the current task -> another task */
static __always_inline int informs(struct flow *flow, struct prov *to, __u8 type)
{
	flow->note.type = type;
	return verb_informs(flow->memory, flow->task, to, &flow->note, 0);
}

/* The same, and a copy of its memory gets the memory's name. */
static __always_inline int informs_named(struct flow *flow, struct prov *to, __u8 type,
					 struct prov *copy)
{
	flow->note.type = type;
	return verb_informs(flow->memory, flow->task, to, &flow->note, copy);
}

/* The object is gone: its last version gets a successor that nothing can follow. */
static __always_inline int terminates(struct prov *prov, __u64 task_id, __u8 type)
{
	struct note note = {.task_id = task_id, .epoch = control.epoch, .type = type};

	return verb_terminates(prov, &note);
}

/* Only the name of flow->entity, as its dentry gives it now: after link and rename. */
static __always_inline void renames(struct flow *flow, struct dentry *dentry)
{
	flow->entity->named = 0;
	flow->note.dentry = (__u64)dentry;
	introduce(flow->memory, flow->entity, &flow->note);
	if (flow->entity->flags & (FLAG_TRACKED | FLAG_PROPAGATE))
		unsaved_note(flow->entity);
}

#endif
