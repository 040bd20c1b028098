/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The slots that objects live in. One that an object has left rests until others were given back after it: a
 * program may be in the middle of an edge to that object (object.h).
 */
#ifndef CAMFLOW_PROV_SLOT_H
#define CAMFLOW_PROV_SLOT_H

#define EVICTION_TRIES 16

__u32 eviction_hand;

/*
 * When every slot is taken, takes one from an inode that nobody is likely to use: one that is
 * neither tracked nor opaque. Its next use makes a new vertex with a new id.
 */
static __always_inline int object_evict(void)
{
	for (int i = 0; i < EVICTION_TRIES; i++) {
		__u32 slot = __sync_fetch_and_add(&eviction_hand, 1) % control.object_limit;
		struct prov *prov = object_at(slot);

		if (prov->flags || !object_lives(prov) || !type_is_inode(prov->type))
			continue;
#ifdef MODE_LSM
		struct inode_key key = prov->inode.key;

		inode_leave(&key, prov);
#endif
		__sync_fetch_and_add(&counters.objects_evicted, 1);
		return slot;
	}
	return -1;
}

/* Slots that rest although objects ended in them; more than programs can be in the middle of. */
#define SLOTS_AT_REST 64

/* Where the slot stands that was given back after `count` others. */
static __always_inline __u32 *place_of_freed(__u64 count)
{
	return &free_objects[count & (OBJECTS - 1)];
}

/*
 * Takes the slot that was given back first, if more than `at_rest` are there. Not a queue of the kernel's: its
 * lock costs more than all of this.
 */
static __always_inline bool slot_reuse(__u32 *slot, __s64 at_rest)
{
	__u64 next = counters.objects_reused;
	__u32 taken;

	if ((__s64)(counters.objects_freed - next) <= at_rest ||
	    __sync_val_compare_and_swap(&counters.objects_reused, next, next + 1) != next)
		return false;
	taken = __sync_lock_test_and_set(place_of_freed(next), 0);
	*slot = taken - 1;
	return taken;
}

/* A slot for a new object. @return its number, negative when there is none (counted) */
__noinline int object_slot(void)
{
	__u64 next = counters.objects_used;
	__u32 slot = 0;
	int evicted;

	if (slot_reuse(&slot, SLOTS_AT_REST))
		return slot;
	if (next < control.object_limit)
		next = __sync_fetch_and_add(&counters.objects_used, 1);
	if (next < control.object_limit)
		return next;
	if (slot_reuse(&slot, 0))
		return slot;
	evicted = object_evict();
	if (evicted < 0)
		COUNT_FAILURE(objects_full);
	return evicted;
}

/* Takes a slot and gives the object its id. @return the object, or NULL (counted). */
static __always_inline struct prov *object_new(struct handle *handle, __u8 type)
{
	int slot = object_slot();
	struct prov *prov = object_at(slot);

	if (slot < 0)
		return 0;
	__builtin_memset(prov, 0, sizeof(*prov));
	prov->type = type;
	prov->slot = slot;
	prov->id = node_id_next();
	handle->id = prov->id;
	handle->slot = slot;
	return prov;
}

static __always_inline void object_free(struct prov *prov)
{
	__u32 *place = place_of_freed(__sync_fetch_and_add(&counters.objects_freed, 1));

	__sync_fetch_and_or(&prov->state, STATE_ENDED);
	*(volatile __u32 *)place = prov->slot + 1;
}

#endif
