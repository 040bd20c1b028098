/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup2-over - a descriptor becomes one of another open file.
 * Group: descriptors
 * Calls: dup2
 * Flows: 1. file -> task (dup)   2. pipe -> task (close)
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
	MUST(dup2(file, ends[0]));
}

PROGRAM("dup2-over")
