/* SPDX-License-Identifier: Apache-2.0 */
/* As much of an io_uring as a program needs that asks for one thing and waits. */
#ifndef SUITE_RING_H
#define SUITE_RING_H

#include "suite.h"

#include <linux/io_uring.h>

struct uring {
	int file;
	struct io_uring_params parameters;
	char *rings;
	struct io_uring_sqe *entries;
};

/* `parameters.flags` may be set before. */
static inline void ring_open(struct uring *ring)
{
	size_t size;

	ring->file = syscall(SYS_io_uring_setup, 2, &ring->parameters);
	if (ring->file < 0)
		skip("no io_uring");
	/* Both rings are in one mapping (IORING_FEAT_SINGLE_MMAP, Linux 5.4). */
	size = ring->parameters.cq_off.cqes +
	       ring->parameters.cq_entries * sizeof(struct io_uring_cqe) + 4096;
	ring->rings = (char *)MUST(
	    mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring->file, IORING_OFF_SQ_RING));
	ring->entries = (void *)MUST(mmap(NULL, 2 * sizeof(*ring->entries), PROT_READ | PROT_WRITE,
					  MAP_SHARED, ring->file, IORING_OFF_SQES));
}

/* Asks for one thing and waits until it is done. @return what came of it, below 0 an error */
static inline int ring_ask(struct uring *ring, const struct io_uring_sqe *wish)
{
	__u32 *tail = (__u32 *)(ring->rings + ring->parameters.sq_off.tail);
	struct io_uring_cqe *done = (void *)(ring->rings + ring->parameters.cq_off.cqes);

	ring->entries[0] = *wish;
	*(__u32 *)(ring->rings + ring->parameters.sq_off.array) = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	/* Only a ring that a thread of the kernel watches has somebody to wake. */
	MUST(syscall(SYS_io_uring_enter, ring->file, 1, 1,
		     IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, NULL, 0));
	return done->res;
}

/* The same, and breaks off when it was refused. */
static inline void ring_do(struct uring *ring, const struct io_uring_sqe *wish)
{
	int result = ring_ask(ring, wish);

	errno = result < 0 ? -result : 0;
	if (result < 0)
		broken("the ring's request");
}

#endif
