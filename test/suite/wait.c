/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wait - the end of a child is learnt.
 * Group: processes
 * Calls: wait4
 * Gap: the exit code flows to the parent without a hook; it stands on the ended task.
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = MUST(fork());
	if (child == 0)
		_exit(3);
}

static void target(void)
{
	wait_for(child);
}

PROGRAM("wait")
