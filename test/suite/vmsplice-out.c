/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vmsplice-out - what is in a pipe is taken into memory.
 * Group: data
 * Calls: vmsplice
 * Flows: 1. pipe -> task (read)
 */
#include "suite.h"

#include <sys/uio.h>

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
	MUST(write(ends[1], "x", 1));
}

static void target(void)
{
	char byte;
	struct iovec vector = {&byte, 1};

	MUST(vmsplice(ends[0], &vector, 1, 0));
}

PROGRAM("vmsplice-out")
