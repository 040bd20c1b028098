/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From credentials to their memory, by address (number_of). Where their end is seen a table of small buckets stands
 * in front of the hash map (bucket.h): each fork and exec makes an entry, finds it and takes it away.
 */
#ifndef CAMFLOW_PROV_MEMORY_TABLE_H
#define CAMFLOW_PROV_MEMORY_TABLE_H

static __always_inline struct prov *memory_in_map(__u64 cred)
{
	struct handle *found = bpf_map_lookup_elem(&memories, &cred), handle;

	if (!found)
		return 0;
	handle = *found;
	return object_get(&handle);
}

static __always_inline void memory_into_map(__u64 cred, const struct prov *prov)
{
	struct handle handle = {.id = prov->id, .slot = prov->slot};

	if (bpf_map_update_elem(&memories, &cred, &handle, BPF_ANY))
		COUNT_FAILURE(memory_map);
}

#ifdef MODE_TRACEPOINT
static __always_inline struct prov *memory_find(__u64 cred)
{
	return memory_in_map(cred);
}

static __always_inline void memory_enter(__u64 cred, const struct prov *prov)
{
	memory_into_map(cred, prov);
}

/* @return what stood there */
static __always_inline struct prov *memory_leave(__u64 cred)
{
	struct prov *prov = memory_in_map(cred);

	bpf_map_delete_elem(&memories, &cred);
	return prov;
}
#else
/* Memories in the map, for which no bucket had a place. */
__u64 memories_outside;

#define MEMORY_SHIFT 50

static __always_inline struct object_bucket *memory_bucket_of(__u64 mark)
{
	return bucket_at(memory_buckets, mark >> MEMORY_SHIFT);
}

/* The memory in a place when it is that of these credentials. The uppermost bits of a mark are the stamp. */
static __always_inline struct prov *memory_in_place(__u64 word, __u64 mark)
{
	struct prov *prov;

	if (!place_is_of(word, mark))
		return 0;
	prov = object_at(word - 1);
	if (prov->type != VERTEX_PROCESS_MEMORY || prov->stamp != stamp_of_place(mark) ||
	    !object_lives(prov))
		return 0;
	return prov;
}

static __always_inline struct prov *memory_find(__u64 cred)
{
	__u64 mark = place_mark(cred);
	struct object_bucket *bucket = memory_bucket_of(mark);

	for (int i = 0; i < BUCKET_PLACES; i++) {
		struct prov *prov = memory_in_place(bucket->places[i], mark);

		if (prov)
			return prov;
	}
	return memories_outside ? memory_in_map(cred) : 0;
}

static __always_inline void memory_enter(__u64 cred, const struct prov *prov)
{
	__u64 mark = place_mark(cred), word = place_word(mark, prov->slot);
	struct object_bucket *bucket = memory_bucket_of(mark);

	if (bucket_enter(bucket, word))
		return;
	__sync_fetch_and_add(&memories_outside, 1);
	memory_into_map(cred, prov);
}

static __always_inline struct prov *memory_leave_bucket(struct object_bucket *bucket, __u64 mark)
{
	/* Mostly: what is looked for is a stale entry, or a second one. */
	if (bucket_is_empty(bucket))
		return 0;
	for (int i = 0; i < BUCKET_PLACES; i++) {
		struct prov *prov = memory_in_place(bucket->places[i], mark);

		if (prov) {
			place_free(&bucket->places[i]);
			return prov;
		}
	}
	return 0;
}

/* @return what stood there */
static __always_inline struct prov *memory_leave(__u64 cred)
{
	__u64 mark = place_mark(cred);
	struct object_bucket *bucket = memory_bucket_of(mark);
	struct prov *prov;

	prov = memory_leave_bucket(bucket, mark);
	if (prov || !memories_outside)
		return prov;
	prov = memory_in_map(cred);
	if (!bpf_map_delete_elem(&memories, &cred))
		__sync_fetch_and_sub(&memories_outside, 1);
	return prov;
}
#endif

#endif
