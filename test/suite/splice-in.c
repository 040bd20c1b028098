/* SPDX-License-Identifier: Apache-2.0 */
/*
 * splice-in - data goes from a file to a pipe.
 * Group: data
 * Calls: splice
 * Flows: 1. file -> task (read)   2. task -> pipe (write)
 */
#include "suite.h"

static int file, ends[2];

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(pipe(ends));
}

static void target(void)
{
	MUST(splice(file, NULL, ends[1], NULL, 5, 0));
}

PROGRAM("splice-in")
