/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe2 - the same with a flag.
 * Group: ProvMark: Pipe
 * Calls: pipe2
 * Flows: 1. task -> pipe (inode_create)
 */
#include "suite.h"

static void target(void)
{
	int ends[2];

	MUST(pipe2(ends, O_CLOEXEC));
}

BARE_PROGRAM("pipe2")
