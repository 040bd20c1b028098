/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tee-same - a pipe is to be copied to itself.
 * Group: data
 * Calls: tee
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
	MUST(write(ends[1], "x", 1));
}

static void target(void)
{
	REFUSED(EINVAL, tee(ends[0], ends[1], 1, 0));
}

PROGRAM("tee-same")
