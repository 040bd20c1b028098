/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-splice - data goes from a file to a pipe by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. file -> task (read)   2. task -> pipe (write)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static int file, ends[2];

static void prepare(void)
{
	ring_open(&ring);
	file = open_file(TEST, O_RDONLY);
	MUST(pipe(ends));
}

static void target(void)
{
	ring_do(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_SPLICE,
					      .splice_fd_in = file,
					      .splice_off_in = 0,
					      .fd = ends[1],
					      .off = -1,
					      .len = 1});
}

PROGRAM("io-uring-splice")
