/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill - a child is killed.
 * Group: ProvMark: Fork
 * Calls: kill, wait4
 * Flows: 1. task -> child (signal)   2. task -> closing version (terminate_task)
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(kill(child, SIGKILL));
	wait_for(child);
}

PROGRAM("kill")
