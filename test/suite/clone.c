/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clone - a child with the parent of its parent, by clone.
 * Group: ProvMark: Fork
 * Calls: clone
 * Flows: 1. task -> new memory (clone_mem)   2. parent -> child (clone)
 */
#include "suite.h"

#include <sched.h>

static char stack[1 << 20] __attribute__((aligned(16)));

static int nothing(void *argument)
{
	(void)argument;
	return 0;
}

static void target(void)
{
	MUST(clone(nothing, stack + sizeof(stack), CLONE_PARENT | SIGCHLD, NULL));
}

BARE_PROGRAM("clone")
