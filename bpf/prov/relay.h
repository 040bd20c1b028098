/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chunks in the ring buffer. All messages of one hook go into one chunk of fixed size, reserved before
 * the first message and submitted when the verb is done: one pair of helper calls per flow, and a
 * vertex marked as described is always earlier in the ring than a record that refers to it. Where it is known that
 * one relation is all there is to say, the chunk is as long as that (inflow.h).
 */
#ifndef CAMFLOW_PROV_RELAY_H
#define CAMFLOW_PROV_RELAY_H

/* The most that one chunk can hold: both ends and the memory in two versions each, two relations. */
#define CHUNK_BYTES 768

/*
 * What is being said, besides its objects. Only numbers, because it goes through global functions: the
 * verifier checks each of those once, instead of once for every path that leads to it.
 */
struct note {
	__u64 task_id; /* node id of the current task, 0 when it does not matter */
	__u64 dentry;  /* to name the entity by, as a number; 0 = it has no name */
	__u64 flags;   /* of the main relation */
	__s64 offset;
	__u32 epoch;
	__u8 type; /* RELATION_* */
	__u8 has_offset;
	__u8 lost; /* something that was to be said is not in the ring */
};

/* One use of a verb: who (task and its memory), what (entity), and the rest. */
struct flow {
	struct prov *task;
	struct prov *memory;
	struct prov *entity;
	struct note note;
};

/* A chunk as large as it is reserved. */
struct room {
	struct chunk chunk;
	__u8 messages[CHUNK_BYTES - sizeof(struct chunk)];
};

static __always_inline void chunk_head(struct chunk *chunk, __u32 used, __u64 task_id, __u32 epoch)
{
	chunk->used = used;
	chunk->epoch = epoch;
	chunk->jiffies = bpf_jiffies64();
	chunk->time = bpf_ktime_get_ns();
	chunk->task_id = task_id;
	/* And `reserved`, which is 0. */
	*(__u64 *)&chunk->cpu = bpf_get_smp_processor_id();
}

/* The reader looks every so often by itself; a wake-up for each chunk would cost more than the chunk. */
#define CHUNKS_PER_WAKE_UP 1024

static __always_inline __u64 wake_up_now(void)
{
	if (counters.chunks % CHUNKS_PER_WAKE_UP)
		return BPF_RB_NO_WAKEUP;
	counters.urgent = 1;
	return BPF_RB_FORCE_WAKEUP;
}

/*
 * For what should not wait, once it is in the ring. A reader that is awake looks at `urgent`; a wake-up (1,600
 * instructions) is only for one that has said that it is asleep. It says so before its last look at the ring,
 * and we ask after our record is there (to submit is a full barrier): one of us sees the other.
 */
static __always_inline void reader_call(void)
{
	void *nothing;

	counters.urgent = 1;
	if (!counters.asleep)
		return;
	nothing = bpf_ringbuf_reserve(&relay, 8, 0);
	if (!nothing)
		return;
	counters.asleep = 0; /* the others need not */
	bpf_ringbuf_discard(nothing, BPF_RB_FORCE_WAKEUP);
}

static __always_inline void chunk_give(void *chunk)
{
	counters.chunks++;
	bpf_ringbuf_submit(chunk, wake_up_now());
}

static __always_inline void chunk_submit(struct chunk *chunk)
{
	if (chunk->used == sizeof(*chunk)) {
		bpf_ringbuf_discard(chunk, BPF_RB_NO_WAKEUP);
		return;
	}
	chunk->reserved = 0; /* repeats() */
	chunk_give(chunk);
}

/* Of a chunk that found no room in the ring. */
#define NOWHERE_CPU (~0u)

static __always_inline bool is_nowhere(const struct room *room)
{
	return room->chunk.cpu == NOWHERE_CPU;
}

static __always_inline struct room *chunk_nowhere(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&nowhere, &zero);
}

/*
 * Runs `body` with an open chunk `room`. When the ring is full the same is done on a chunk that goes
 * nowhere: ids are taken, so the hole in the stream tells exactly what was lost; nothing is marked as
 * described. A macro, and `body` twice, because the verifier must see on each path what `room` is.
 */
#define WITH_CHUNK(note, body)                                                                     \
	do {                                                                                       \
		struct room *room = bpf_ringbuf_reserve(&relay, sizeof(*room), 0);                 \
		if (room) {                                                                        \
			chunk_head(&room->chunk, sizeof(room->chunk), (note)->task_id,             \
				   (note)->epoch);                                                 \
			body;                                                                      \
			chunk_submit(&room->chunk);                                                \
		} else {                                                                           \
			COUNT_FAILURE(ring_full);                                                  \
			room = chunk_nowhere();                                                    \
			if (room) {                                                                \
				chunk_head(&room->chunk, sizeof(room->chunk), (note)->task_id,     \
					   (note)->epoch);                                         \
				room->chunk.cpu = NOWHERE_CPU;                                     \
				(note)->lost = true;                                               \
				body;                                                              \
			}                                                                          \
		}                                                                                  \
	} while (0)

/* @return room for one message of `size` bytes, or NULL when there is none */
static __always_inline void *chunk_append(struct room *room, __u32 size)
{
	__u32 used = room->chunk.used;

	if (used > CHUNK_BYTES - size) {
		COUNT_FAILURE(chunk_full);
		return 0;
	}
	room->chunk.used = used + size;
	return (void *)room + used;
}

/* Scratch buffers, claimed by a bit: a program may be interrupted by another on its CPU. */
__u32 scratch_claims;

__noinline int scratch_claim(void)
{
	__u32 start = bpf_get_smp_processor_id() * 4;

	for (__u32 i = 0; i < 8; i++) {
		__u32 index = (start + i) % SCRATCH_COUNT;

		if (!(__sync_fetch_and_or(&scratch_claims, 1u << index) & (1u << index)))
			return index;
	}
	COUNT_FAILURE(scratch_busy);
	return -1;
}

/* A scratch buffer and its number, for scratch_release(). @return NULL when none is free (counted) */
static __always_inline void *scratch_open(__u32 *index)
{
	int claim = scratch_claim();

	if (claim < 0)
		return 0;
	*index = claim;
	return bpf_map_lookup_elem(&scratches, index);
}

static __always_inline void scratch_release(__u32 index)
{
	__sync_fetch_and_and(&scratch_claims, ~(1u << (index % SCRATCH_COUNT)));
}

#endif
