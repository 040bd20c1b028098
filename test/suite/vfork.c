/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vfork - a child by vfork that ends at once.
 * Group: ProvMark: Fork
 * Calls: vfork, wait4
 * Flows: 1. task -> new memory (clone_mem)   2. parent -> child (clone)
 *        3. task -> closing version (terminate_task)
 */
#include "suite.h"

static void target(void)
{
	pid_t child = vfork();

	if (child == 0)
		_exit(0);
	wait_for(child);
}

BARE_PROGRAM("vfork")
