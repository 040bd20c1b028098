/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tee - what is in one pipe is copied to another.
 * Group: ProvMark: Pipe
 * Calls: tee
 * Flows: 1. pipe -> task (read)   2. task -> pipe (write)
 */
#include "suite.h"

static int in[2], out[2];

static void prepare(void)
{
	MUST(pipe(in));
	MUST(pipe(out));
	MUST(write(in[1], "x", 1));
}

static void target(void)
{
	MUST(tee(in[0], out[1], 1, 0));
}

PROGRAM("tee")
