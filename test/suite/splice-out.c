/* SPDX-License-Identifier: Apache-2.0 */
/*
 * splice-out - data goes from a pipe to a file.
 * Group: data
 * Calls: splice
 * Flows: 1. pipe -> task (read)   2. task -> file (write)
 */
#include "suite.h"

static int file, ends[2];

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(pipe(ends));
	MUST(write(ends[1], "x", 1));
}

static void target(void)
{
	MUST(splice(ends[0], NULL, file, NULL, 1, 0));
}

PROGRAM("splice-out")
