/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-refused - a ring reads a descriptor that is none.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: none. It is refused before anything flows.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static char byte;

static void prepare(void)
{
	ring_open(&ring);
}

static void target(void)
{
	if (ring_ask(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_READ,
						   .fd = 99,
						   .addr = (unsigned long)&byte,
						   .len = 1}) != -EBADF)
		broken("the ring's request");
}

PROGRAM("io-uring-refused")
