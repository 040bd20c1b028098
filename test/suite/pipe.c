/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe - a pipe is made.
 * Group: ProvMark: Pipe
 * Calls: pipe
 * Flows: 1. task -> pipe (inode_create)
 */
#include "suite.h"

static void target(void)
{
	int ends[2];

	MUST(pipe(ends));
}

BARE_PROGRAM("pipe")
