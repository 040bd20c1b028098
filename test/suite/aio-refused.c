/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aio-refused - Linux AIO reads a descriptor that is none.
 * Group: asynchronous
 * Calls: io_submit
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <linux/aio_abi.h>

static aio_context_t context;

static void prepare(void)
{
	if (syscall(SYS_io_setup, 1, &context) < 0)
		skip("no Linux AIO");
}

static void target(void)
{
	struct iocb request = {.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = 99},
		    *list[] = {&request};

	REFUSED(EBADF, syscall(SYS_io_submit, context, 1, list));
}

PROGRAM("aio-refused")
