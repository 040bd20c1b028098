/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-sqpoll - a byte is read by a ring that a thread of the kernel watches.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. file -> task (read)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static int file;
static char byte;

static void prepare(void)
{
	ring.parameters.flags = IORING_SETUP_SQPOLL;
	ring_open(&ring);
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	ring_do(&ring,
		&(struct io_uring_sqe){
		    .opcode = IORING_OP_READ, .fd = file, .addr = (unsigned long)&byte, .len = 1});
}

PROGRAM("io-uring-sqpoll")
