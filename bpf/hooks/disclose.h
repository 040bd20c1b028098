/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What applications say of themselves: vertices, relations between them and objects of the kernel, log
 * lines (graph-model.md 10). An iterator has a name in a file system, where everybody may read it, and runs
 * in the thread that does: what that says stands in the buffer it reads into, and the answer takes its place.
 * So no privilege is needed, nothing that is said is believed, and the task that speaks is known. Disclosed
 * vertices have versions like all others: what an application says cannot close a circle.
 */
#ifndef CAMFLOW_HOOKS_DISCLOSE_H
#define CAMFLOW_HOOKS_DISCLOSE_H

/* One disclosure while it is carried out, in a scratch buffer: too long for the stack. */
struct saying {
	struct disclosure said;
	struct disclosure_answer answer;
};

struct text_message {
	struct chunk chunk;
	struct vertex_disclosed vertex;
};

/* A line has no more than this before its text; struct vertex_disclosed begins like it. */
_Static_assert(__builtin_offsetof(struct vertex_disclosed, length) ==
		   __builtin_offsetof(struct vertex_string, length),
	       "text_publish writes one head for both: keep `length` in one place");

/*
 * Writes a disclosed vertex, or a line, with its text to the ring.
 * @return false when there is no room, or the text cannot be read (counted)
 */
__noinline int text_publish(struct prov *prov, struct note *note, const struct disclosure *said)
{
	__u32 head = sizeof(struct chunk) + sizeof(struct vertex_disclosed), index, size;
	__u32 version;
	struct scratch *scratch;
	struct text_message *out;
	__u32 length;
	int done = 0;

	if (!prov || !note || !said)
		return 0;
	length = said->length;
	/* For the verifier: what is checked here is what is used below. */
	barrier_var(length);
	if (length >= DISCLOSURE_BYTES)
		return 0;
	scratch = scratch_open(&index);
	if (!scratch)
		return 0;
	out = (void *)scratch;
	version = STATE_VERSION(prov->state);
	if (prov->type == VERTEX_STRING)
		head = sizeof(struct chunk) + sizeof(struct vertex_string);
	size = (head + length + 7) & ~7u;
	barrier_var(size);
	if (size < 8 || size > SCRATCH_BYTES)
		goto out;
	/* The last word may be longer than the text. */
	*(__u64 *)(scratch->bytes + size - 8) = 0;
	__builtin_memset(&out->vertex, 0, sizeof(out->vertex));
	chunk_head(&out->chunk, size, note->task_id, note->epoch);
	out->vertex.vertex.message.size = size - sizeof(struct chunk);
	out->vertex.vertex.message.kind = MESSAGE_VERTEX;
	out->vertex.vertex.message.type = prov->type;
	out->vertex.vertex.version = version;
	out->vertex.vertex.id = prov->id;
	out->vertex.vertex.taint = prov->taint;
	out->vertex.length = length;
	if (prov->type != VERTEX_STRING) {
		out->vertex.parent = prov->disclosed.parent;
		out->vertex.parent_version = prov->disclosed.parent_version;
	}
	if (bpf_probe_read_user(scratch->bytes + head, length, (void *)said->text)) {
		COUNT_FAILURE(read_user);
	} else if (bpf_ringbuf_output(&relay, scratch, size, 0)) {
		COUNT_FAILURE(ring_full);
		__sync_fetch_and_add(&counters.lost_vertices, 1);
	} else {
		prov->described = (__u64)note->epoch << 32 | version;
		done = 1;
	}
out:
	scratch_release(index);
	return done;
}

static __always_inline void discloser_edges(struct room *room, struct prov *task, struct note *note)
{
	__u32 version = STATE_VERSION(task->state);

	if (!is_described(task, version, room->chunk.epoch))
		describe(room, task, version, 0);
}

/* The task that speaks stands in the stream before what it says, with its name and machine. */
__noinline int discloser_introduce(struct prov *task, struct prov *memory, struct note *note)
{
	if (!task || !memory || !note)
		return DONE;
	introduce(memory, memory, note);
	task->name_id = memory->name_id;
	WITH_CHUNK(note, discloser_edges(room, task, note));
	ran_on(task, note);
	return DONE;
}

/* How the calling thread's user knows one. */
static __always_inline struct disclosed_key disclosed_key_now(__u64 id)
{
	struct disclosed_key key = {.id = id, .uid = bpf_get_current_uid_gid()};

	return key;
}

/* Makes an end known. @return false when there is no room */
static __noinline bool disclosed_keep(__u64 id, __u32 slot, __u8 type, const struct prov *task)
{
	struct disclosed_key key = disclosed_key_now(id);
	struct prov end = {.id = id, .slot = slot, .type = type};

	end.stamp = stamp_at(id);
	end.disclosed.parent = task->id;
	end.disclosed.parent_version = STATE_VERSION(task->state);
	return !bpf_map_update_elem(&disclosed, &key, &end, BPF_ANY);
}

static __always_inline bool is_disclosed_type(__u32 type)
{
	return type == VERTEX_DISC_ENTITY || type == VERTEX_DISC_ACTIVITY ||
	       type == VERTEX_DISC_AGENT;
}

/* Makes a vertex, or says a known one again: its text is only known to those who said it. */
static __noinline __u32 disclose_vertex(struct flow *flow, struct disclosure *said)
{
	struct disclosed_key key;
	struct prov *prov;

	if (!is_disclosed_type(said->type))
		return DISCLOSED_WRONG;
	if (!said->from) {
		said->from = node_id_next();
		if (!disclosed_keep(said->from, DISCLOSED_SLOT, said->type, flow->task))
			return DISCLOSED_LOST;
	}
	key = disclosed_key_now(said->from);
	prov = bpf_map_lookup_elem(&disclosed, &key);
	if (!prov || prov->type != said->type)
		return DISCLOSED_UNKNOWN;
	if (node_filtered(policy_now(), prov))
		return DISCLOSED_DONE;
	if (!text_publish(prov, &flow->note, said))
		return DISCLOSED_LOST;
	return DISCLOSED_DONE;
}

/* How an object stands in the graph. */
static __always_inline void disclosure_tell(struct saying *saying, const struct prov *prov)
{
	saying->said.from = prov->id;
	saying->answer.taint = prov->taint;
	saying->answer.version = STATE_VERSION(prov->state);
	saying->answer.flags = prov->flags;
	saying->answer.type = prov->type;
}

/*
 * Makes an open file an end of relations. What has an id only is none: ids can be guessed, and who has no
 * way to a file has nothing to say about it.
 */
static __noinline __u32 disclose_file(struct flow *flow, struct saying *saying)
{
	const struct disclosure *said = &saying->said;
	struct file *file = file_of_fd(said->fd);
	struct inode *inode = file ? READ(file, f_inode) : 0;
	struct prov *prov;

	if (!inode || is_nameless(READ(inode, i_mode)))
		return DISCLOSED_UNKNOWN;
	prov = inode_any(inode, true);
	if (!prov)
		return DISCLOSED_LOST;
	disclosure_tell(saying, prov);
	return disclosed_keep(prov->id, prov->slot, prov->type, flow->task) ? DISCLOSED_DONE
									    : DISCLOSED_LOST;
}

static __always_inline struct prov *disclosed_end(struct flow *flow, __u64 id)
{
	struct disclosed_key key = disclosed_key_now(id);
	struct handle handle = {.id = id};
	struct prov *known;

	if (!id)
		return flow->task;
	known = bpf_map_lookup_elem(&disclosed, &key);
	if (!known || known->slot == DISCLOSED_SLOT)
		return known;
	handle.slot = known->slot;
	return object_get(&handle);
}

enum said_class { SAID_ENTITY, SAID_ACTIVITY, SAID_AGENT };

static __always_inline enum said_class said_class(__u8 type)
{
	if (type == VERTEX_TASK || type == VERTEX_DISC_ACTIVITY)
		return SAID_ACTIVITY;
	return type == VERTEX_DISC_AGENT ? SAID_AGENT : SAID_ENTITY;
}

/* Whether a relation of PROV may have these ends. */
static __always_inline bool ends_fit(__u32 type, const struct prov *from, const struct prov *to)
{
	enum said_class sender = said_class(from->type), receiver = said_class(to->type);

	switch (type) {
	case RELATION_DERIVED_DISC:
		return sender == SAID_ENTITY && receiver == SAID_ENTITY;
	case RELATION_GENERATED_DISC:
		return sender == SAID_ACTIVITY && receiver == SAID_ENTITY;
	case RELATION_USED_DISC:
		return sender == SAID_ENTITY && receiver == SAID_ACTIVITY;
	case RELATION_INFORMED_DISC:
		return sender == SAID_ACTIVITY && receiver == SAID_ACTIVITY;
	case RELATION_INFLUENCED_DISC:
		return sender == SAID_ACTIVITY && receiver == SAID_AGENT;
	case RELATION_ASSOCIATED_DISC:
		return sender == SAID_AGENT && receiver == SAID_ACTIVITY;
	}
	return false;
}

static __always_inline bool wants_text(const struct prov *prov, const struct note *note)
{
	return prov->slot == DISCLOSED_SLOT && prov->described >> 32 != note->epoch;
}

/* What flows into an agent, which has one version in PROV. */
static __always_inline void agent_edge(struct room *room, struct prov *from, struct prov *agent,
				       struct note *note, __u8 type)
{
	__u32 version = version_leave(from);

	if (!is_described(from, version, room->chunk.epoch))
		describe(room, from, version, 0);
	if (relation_append(room, type, from, version, agent, STATE_VERSION(agent->state)) == LOST)
		note->lost = true;
}

/* One relation between two ends, with all that a relation brings: versions, compression, propagation. */
static __noinline __u32 disclose_relation(struct flow *flow, struct disclosure *said)
{
	const struct policy *policy = policy_now();
	struct prov *from = disclosed_end(flow, said->from);
	struct prov *to = disclosed_end(flow, said->to);

	if (!from || !to)
		return DISCLOSED_UNKNOWN;
	if (!ends_fit(said->type, from, to))
		return DISCLOSED_WRONG;
	if ((from->flags | to->flags) & FLAG_OPAQUE)
		return DISCLOSED_OPAQUE;
	if (node_filtered(policy, from) || node_filtered(policy, to))
		return DISCLOSED_DONE;
	if (wants_text(from, &flow->note))
		return DISCLOSED_WANTS_FROM;
	if (wants_text(to, &flow->note))
		return DISCLOSED_WANTS_TO;
	if (to->type == VERTEX_DISC_AGENT) {
		if (to->state & STATE_OUTGOING)
			return DISCLOSED_CIRCLE;
		WITH_CHUNK(&flow->note, agent_edge(room, from, to, &flow->note, said->type));
	} else {
		WITH_CHUNK(&flow->note, record_plain(room, from, to, &flow->note, said->type));
	}
	return flow->note.lost ? DISCLOSED_LOST : DISCLOSED_DONE;
}

/* A line: line -> task (log). The task is tracked from now on, and may pass that on. */
static __noinline __u32 disclose_log(struct flow *flow, struct disclosure *said)
{
	const struct policy *policy = policy_now();
	struct target given = {.flags = said->type & (FLAG_TRACKED | FLAG_PROPAGATE)};
	struct prov line = {.type = VERTEX_STRING};

	target_apply(flow->task, &given);
	target_apply(flow->memory, &given);
	if (node_filtered(policy, &line) || node_filtered(policy, flow->task) ||
	    relation_filtered(policy, RELATION_LOG))
		return DISCLOSED_DONE;
	line.id = node_id_next();
	if (!text_publish(&line, &flow->note, said))
		return DISCLOSED_LOST;
	/* Nothing ever flows into a line, so it cannot close a circle: no new version of the task. */
	WITH_CHUNK(&flow->note, relation_append(room, RELATION_LOG, &line, 0, flow->task,
						STATE_VERSION(flow->task->state)));
	return flow->note.lost ? DISCLOSED_LOST : DISCLOSED_DONE;
}

/*
 * Tells how the process that speaks stands in the graph, and marks it where it asks for more to be recorded
 * of itself. Less may ask who controls the capture: what can hide itself is not worth watching.
 */
static __noinline __u32 disclose_self(struct flow *flow, struct saying *saying)
{
	struct target given = {
	    .flags = saying->said.type & (FLAG_TRACKED | FLAG_PROPAGATE),
	    .taint = saying->said.to,
	};

	target_apply(flow->task, &given);
	target_apply(flow->memory, &given);
	disclosure_tell(saying, flow->memory);
	return DISCLOSED_DONE;
}

/* @return how it came out */
static __noinline __u32 disclose(struct saying *saying)
{
	struct disclosure *said = &saying->said;
	struct flow flow = {};

	if (said->length >= DISCLOSURE_BYTES)
		return DISCLOSED_WRONG;
	if (!policy_now()->enabled || !flow_actor(&flow))
		return DISCLOSED_DISABLED;
	/* To look is not to say: opaque processes may. */
	if (said->kind == DISCLOSE_FILE)
		return disclose_file(&flow, saying);
	if ((flow.task->flags | flow.memory->flags) & FLAG_OPAQUE)
		return DISCLOSED_OPAQUE;
	if (said->kind == DISCLOSE_SELF)
		return disclose_self(&flow, saying);
	discloser_introduce(flow.task, flow.memory, &flow.note);
	switch (said->kind) {
	case DISCLOSE_VERTEX:
		return disclose_vertex(&flow, said);
	case DISCLOSE_RELATION:
		return disclose_relation(&flow, said);
	case DISCLOSE_LOG:
		return disclose_log(&flow, said);
	}
	return DISCLOSED_WRONG;
}

/* Whether a buffer holds what is said: a reading that is meant as nothing else. */
static __always_inline bool is_said(const void *buffer)
{
	__u64 magic = 0;

	return !bpf_probe_read_user(&magic, sizeof(magic), buffer) && magic == DISCLOSURE_MAGIC;
}

/*
 * control_disclose - an application says something of itself.
 * Called when a program reads the file `disclose` (src/kernel/disclose.ts); nothing else makes these relations.
 * Flows: 1. entity -> entity (derived_disc), inode -> entity (derived_disc),
 *        entity -> inode (derived_disc), inode -> inode (derived_disc)
 *        2. activity -> entity (generated_disc), activity -> inode (generated_disc),
 *        task -> entity (generated_disc), task -> inode (generated_disc)
 *        3. entity -> activity (used_disc), inode -> activity (used_disc),
 *        entity -> task (used_disc), inode -> task (used_disc)
 *        4. activity -> activity (informed_disc), activity -> task (informed_disc),
 *        task -> activity (informed_disc)
 *        5. activity -> agent (influenced_disc), task -> agent (influenced_disc)
 *        6. agent -> activity (associated_disc), agent -> task (associated_disc)
 *        7. string -> task (log)
 */
SEC("iter/task")
int control_disclose(struct bpf_iter__task *ctx)
{
	struct pt_regs *registers = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	struct saying *saying;
	void *buffer;
	__u32 index;

	/* One answer for each reading, whatever the number of tasks. */
	if (!ctx->task || ctx->meta->seq_num)
		return 0;
	/* read(fd, what is said, size of the answer) */
	buffer = (void *)PT_REGS_PARM2_CORE(registers);
	if (!is_said(buffer))
		return 0;
	saying = scratch_open(&index);
	if (!saying)
		return 0;
	__builtin_memset(&saying->answer, 0, sizeof(saying->answer));
	if (!bpf_probe_read_user(&saying->said, sizeof(saying->said), buffer)) {
		saying->said.text = (__u64)buffer + sizeof(saying->said);
		saying->answer.result = disclose(saying);
		saying->answer.id = saying->said.from;
	}
	bpf_seq_write(ctx->meta->seq, &saying->answer, sizeof(saying->answer));
	scratch_release(index);
	return 0;
}

#endif
