/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe-data - a byte goes through a pipe.
 * Group: data
 * Calls: write, read
 * Flows: 1. task -> pipe (write)   2. pipe -> task (read)
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
}

static void target(void)
{
	char byte;

	MUST(write(ends[1], "x", 1));
	MUST(read(ends[0], &byte, 1));
}

PROGRAM("pipe-data")
