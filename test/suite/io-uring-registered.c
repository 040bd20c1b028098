/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-registered - a byte is read from a file that the ring holds.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. file -> task (read)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

static struct uring ring;
static char byte;

static void prepare(void)
{
	int file;

	ring_open(&ring);
	file = open_file(TEST, O_RDWR);
	MUST(syscall(SYS_io_uring_register, ring.file, IORING_REGISTER_FILES, &file, 1));
	close(file);
}

static void target(void)
{
	ring_do(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_READ,
					      .flags = IOSQE_FIXED_FILE,
					      .fd = 0,
					      .addr = (unsigned long)&byte,
					      .len = 1});
}

PROGRAM("io-uring-registered")
