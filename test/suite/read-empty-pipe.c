/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-empty-pipe - nothing is in the pipe.
 * Group: data
 * Calls: read
 * Flows: none. Where the end of a read is seen nothing flows without data.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe2(ends, O_NONBLOCK));
}

static void target(void)
{
	char byte;

	REFUSED(EAGAIN, read(ends[0], &byte, 1));
}

PROGRAM("read-empty-pipe")
