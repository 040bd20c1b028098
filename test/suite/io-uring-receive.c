/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-receive - a byte is received by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. peer -> socket (send_unix)   2. socket -> task (receive_msg)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static int ends[2];
static char byte;

static void prepare(void)
{
	ring_open(&ring);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	MUST(write(ends[0], "x", 1));
}

static void target(void)
{
	ring_do(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_RECV,
					      .fd = ends[1],
					      .addr = (unsigned long)&byte,
					      .len = 1});
}

PROGRAM("io-uring-receive")
