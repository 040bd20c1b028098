/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-read - a byte is read by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. file -> task (read)
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static int file;
static char byte;

static void prepare(void)
{
	ring_open(&ring);
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	ring_do(&ring,
		&(struct io_uring_sqe){
		    .opcode = IORING_OP_READ, .fd = file, .addr = (unsigned long)&byte, .len = 1});
}

PROGRAM("io-uring-read")
