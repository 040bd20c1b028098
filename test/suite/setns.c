/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setns - another network namespace is entered.
 * Group: identity
 * Calls: setns
 * Gap: no flow: the number of the namespace stands on the next version of the task.
 */
#include "suite.h"

#include <sched.h>

static int space;

static void prepare(void)
{
	space = MUST(open("/proc/self/ns/net", O_RDONLY));
}

static void target(void)
{
	if (setns(space, CLONE_NEWNET) < 0)
		skip("no namespaces");
}

PROGRAM("setns")
