/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-send - a byte is sent by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. task -> socket (send_msg)   2. socket -> peer (receive_unix)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static int ends[2];

static void prepare(void)
{
	ring_open(&ring);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	ring_do(&ring,
		&(struct io_uring_sqe){
		    .opcode = IORING_OP_SEND, .fd = ends[0], .addr = (unsigned long)"x", .len = 1});
}

PROGRAM("io-uring-send")
