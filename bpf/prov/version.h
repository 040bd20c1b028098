/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Versions: an outflow closes the one that it leaves from, and the next inflow enters a new one. See object.h for
 * why that needs no lock.
 */
#ifndef CAMFLOW_PROV_VERSION_H
#define CAMFLOW_PROV_VERSION_H

#define VERSION_TRIES 8

/*
 * A task and its memory: what flows into a task flows on into its memory at once, so each inflow would
 * need a version of the task, and an edge to a version of the memory. But as long as that one version of
 * the memory is the only thing a version of a task has flowed into, and nothing has left the memory since,
 * nobody can tell what came before the edge to the memory and what after: the task is open to more
 * inflows. The two are coupled. docs/adr/0002.
 */
static __always_inline bool is_coupled(const struct prov *task, __u32 version)
{
	const struct prov *memory = object_at(task->task.coupled_slot);

	return (__u32)memory->id == task->task.coupled_id &&
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

#endif
