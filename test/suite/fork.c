/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork - a child by fork; both end.
 * Group: ProvMark: Fork
 * Calls: fork, wait4
 * Flows: 1. task -> new memory (clone_mem)   2. parent -> child (clone)
 *        3. task -> closing version (terminate_task)
 */
#include "suite.h"

static void target(void)
{
	pid_t child = MUST(fork());

	if (child == 0)
		_exit(0);
	wait_for(child);
}

BARE_PROGRAM("fork")
