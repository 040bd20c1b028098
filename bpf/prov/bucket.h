/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A few places for objects whose addresses have the same hash, read and written without a lock: a place goes from
 * free to taken and back by one atomic operation. Two processors that meet a kernel object at once may give it an
 * object each, as they may with a hash map; both end with it.
 */
#ifndef CAMFLOW_PROV_BUCKET_H
#define CAMFLOW_PROV_BUCKET_H

#ifndef MODE_TRACEPOINT
/*
 * What an address, as a number, is hashed to. The bucket is of its upper bits, which are of the whole address; the
 * check is its lower half, which is of the address's lower half.
 */
static __always_inline __u64 place_mark(__u64 address)
{
	return address * MIX;
}

/* Whether the check of a place is that of a mark. */
static __always_inline bool place_is_of(__u64 word, __u64 mark)
{
	return (__u32)(word >> 32) == (__u32)mark;
}

static __always_inline __u64 place_word(__u64 mark, __u32 slot)
{
	return mark << 32 | (slot + 1);
}

static __always_inline struct object_bucket *bucket_at(struct object_bucket *buckets, __u64 index)
{
	struct object_bucket *bucket = &buckets[index];

	/* Else the compiler would work it out again for each place. */
	barrier_var(bucket);
	return bucket;
}

static __always_inline bool bucket_is_empty(const struct object_bucket *bucket)
{
	__u64 any = 0;

	for (int i = 0; i < BUCKET_PLACES; i++)
		any |= bucket->places[i];
	return !any;
}

/* @return whether there was a place */
static __always_inline bool bucket_enter(struct object_bucket *bucket, __u64 word)
{
	for (int i = 0; i < BUCKET_PLACES; i++) {
		if (!bucket->places[i] && !__sync_val_compare_and_swap(&bucket->places[i], 0, word))
			return true;
	}
	return false;
}

static __always_inline void place_free(__u64 *place)
{
	*(volatile __u64 *)place = 0;
}
#endif

#endif
