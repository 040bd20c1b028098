/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aio - a byte is read by Linux AIO.
 * Group: asynchronous
 * Calls: io_submit
 * Flows: 1. file -> task (read)
 */
#include "suite.h"

#include <linux/aio_abi.h>

static aio_context_t context;
static int file;
static char byte;

static void prepare(void)
{
	if (syscall(SYS_io_setup, 1, &context) < 0)
		skip("no Linux AIO");
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	struct iocb request = {.aio_lio_opcode = IOCB_CMD_PREAD,
			       .aio_fildes = file,
			       .aio_buf = (unsigned long)&byte,
			       .aio_nbytes = 1},
		    *list[] = {&request};
	struct io_event event;

	MUST(syscall(SYS_io_submit, context, 1, list));
	MUST(syscall(SYS_io_getevents, context, 1, 1, &event, NULL));
}

PROGRAM("aio")
