/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who acts, found again without a helper call, in front of task storage and the maps that hold the truth: a task
 * and its memory, side by side.
 *
 * A direct-mapped table has one word per object: which slot of `objects`, and a check. The check mixes what
 * the place stands for with the id that the slot held, so a word that another task has overwritten, and a
 * slot that has gone to another object, are both taken for "not known". One word is read and written at
 * once: there is nothing to lock.
 */
#ifndef CAMFLOW_PROV_KNOWN_H
#define CAMFLOW_PROV_KNOWN_H

#define ACTORS 8192
#define ACTOR_SHIFT 51

struct actor {
	__u64 task;
	__u64 memory;
	__u64 ready; /* of both, as they were when the way was free: inflow.h */
	__u64 pad;
} actors[ACTORS];

/*
 * What tells a task with its credentials and namespaces from all others, spread over the upper bits. An io_uring
 * worker has one as well, under which nothing is kept.
 * @base actor_base() of the task
 */
static __always_inline __u64 actor_mark(const struct task_struct *task, __u64 base)
{
	return (base + number_of(task->nsproxy)) * MIX;
}

static __always_inline struct actor *actor_at(__u64 mark)
{
	return &actors[mark >> ACTOR_SHIFT];
}

static __always_inline __u32 actor_check(__u64 mark, __u64 id)
{
	return mark >> 16 ^ id;
}

static __always_inline __u64 actor_word(__u64 mark, __u32 slot, __u64 id)
{
	return (__u64)actor_check(mark, id) << 32 | slot;
}

/* Keeps who acts, or will: whose first flow need not look for it. */
static __always_inline void actor_keep(__u64 mark, const struct prov *task,
				       const struct prov *memory)
{
	struct actor *known = actor_at(mark);

	known->task = actor_word(mark, task->slot, task->id);
	known->memory = actor_word(mark, memory->slot, memory->id);
}

/* @return the object that a word of this mark's place tells of, or NULL */
static __always_inline struct prov *actor_known(__u64 word, __u64 mark)
{
	struct prov *prov = object_at(word);

	if (word >> 32 != actor_check(mark, prov->id) || !object_lives(prov))
		return 0;
	return prov;
}

#endif
