/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-openat - a file is opened by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. file -> task (open)
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;

static void prepare(void)
{
	ring_open(&ring);
	make_file(TEST);
}

static void target(void)
{
	ring_do(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_OPENAT,
					      .fd = AT_FDCWD,
					      .addr = (unsigned long)TEST,
					      .open_flags = O_RDWR});
}

PROGRAM("io-uring-openat")
