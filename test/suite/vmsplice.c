/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vmsplice - memory is put into a pipe.
 * Group: data
 * Calls: vmsplice
 * Flows: 1. task -> pipe (write)
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
