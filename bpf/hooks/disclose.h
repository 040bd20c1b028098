/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What applications say of themselves: vertices, relations between them and objects of the kernel, log
 * lines (graph-model.md 10). Carried out by an iterator in the thread that speaks, so that its task is the
 * parent, and ids are those of the stream. Disclosed vertices have versions like all others: what an
 * application says cannot close a circle.
 */
#ifndef CAMFLOW_HOOKS_DISCLOSE_H
#define CAMFLOW_HOOKS_DISCLOSE_H

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
 * @return false when there is no room (counted)
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
	chunk_head(&out->chunk, note->task_id, note->epoch);
	out->chunk.used = size;
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
	if (bpf_probe_read_kernel(scratch->bytes + head, length, said->content))
		COUNT_FAILURE(read_kernel);
	if (bpf_ringbuf_output(&relay, scratch, size, 0)) {
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

	if (!is_described(note, task, version))
		describe(room, task, note, version, 0);
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

/* @return the new vertex's id; 0 when there is no room */
static __noinline __u64 disclosed_new(__u8 type, const struct prov *task)
{
	struct prov fresh = {.type = type, .slot = DISCLOSED_SLOT};

	fresh.id = node_id_next();
	fresh.stamp = stamp_at(fresh.id);
	fresh.disclosed.parent = task->id;
	fresh.disclosed.parent_version = STATE_VERSION(task->state);
	if (bpf_map_update_elem(&disclosed, &fresh.id, &fresh, BPF_ANY))
		return 0;
	return fresh.id;
}

/* Makes a vertex, or says a known one again: its text is only known to those who said it. */
static __noinline __u32 disclose_vertex(struct flow *flow, struct disclosure *said)
{
	__u64 id = said->from.id;
	struct prov *prov;

	if (!id)
		said->from.id = id = disclosed_new(said->type, flow->task);
	prov = bpf_map_lookup_elem(&disclosed, &id);
	if (!prov)
		return DISCLOSED_UNKNOWN;
	if (node_filtered(policy_now(), prov))
		return DISCLOSED_DONE;
	if (!text_publish(prov, &flow->note, said))
		return DISCLOSED_LOST;
	return DISCLOSED_DONE;
}

static __always_inline struct prov *disclosed_end(struct flow *flow, __u64 id, __u32 slot)
{
	struct handle handle = {.id = id, .slot = slot};

	if (!id)
		return flow->task;
	if (slot == DISCLOSED_SLOT)
		return bpf_map_lookup_elem(&disclosed, &id);
	return object_get(&handle);
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

	if (!is_described(note, from, version))
		describe(room, from, note, version, 0);
	relation_append(room, note, type, from, version, agent, STATE_VERSION(agent->state));
}

/* One relation between two ends, with all that a relation brings: versions, compression, propagation. */
static __noinline __u32 disclose_relation(struct flow *flow, struct disclosure *said)
{
	const struct policy *policy = policy_now();
	struct prov *from = disclosed_end(flow, said->from.id, said->from.slot);
	struct prov *to = disclosed_end(flow, said->to.id, said->to.slot);

	if (!from || !to)
		return DISCLOSED_UNKNOWN;
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
		WITH_CHUNK(&flow->note, record(room, from, to, &flow->note, said->type));
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
	WITH_CHUNK(&flow->note, relation_append(room, &flow->note, RELATION_LOG, &line, 0,
						flow->task, STATE_VERSION(flow->task->state)));
	return flow->note.lost ? DISCLOSED_LOST : DISCLOSED_DONE;
}

/*
 * control_disclose - an application says something of itself.
 * Called when a program asks for it through the library; nothing else makes these relations.
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
	struct task_struct *task = ctx->task;
	struct requester key = {};
	struct disclosure *said;
	struct flow flow = {};

	if (!task || task->pid != bpf_get_current_task_btf()->pid || !requester_now(&key))
		return 0;
	said = bpf_map_lookup_elem(&disclosures, &key);
	if (!said)
		return 0;
	said->result = DISCLOSED_DISABLED;
	if (!policy_now()->enabled || !flow_actor(&flow))
		return 0;
	said->result = DISCLOSED_OPAQUE;
	if ((flow.task->flags | flow.memory->flags) & FLAG_OPAQUE)
		return 0;
	discloser_introduce(flow.task, flow.memory, &flow.note);
	switch (said->kind) {
	case DISCLOSE_VERTEX:
		said->result = disclose_vertex(&flow, said);
		break;
	case DISCLOSE_RELATION:
		said->result = disclose_relation(&flow, said);
		break;
	case DISCLOSE_LOG:
		said->result = disclose_log(&flow, said);
		break;
	}
	return 0;
}

#endif
