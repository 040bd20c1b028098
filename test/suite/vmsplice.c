/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vmsplice - memory is put into a pipe.
 * Group: data
 * Calls: vmsplice
 * Gap: vmsplice has no hook: what it puts into a pipe joins what the next write puts there.
 */
#include "suite.h"

#include <sys/uio.h>

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
}

static void target(void)
{
	struct iovec vector = {"x", 1};

	MUST(vmsplice(ends[1], &vector, 1, 0));
}

PROGRAM("vmsplice")
