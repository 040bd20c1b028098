/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prctl-name - a thread names itself.
 * Group: processes
 * Calls: prctl
 * Gap: no flow: the name of a task in the graph is that of its program.
 */
#include "suite.h"

#include <sys/prctl.h>

static void target(void)
{
	MUST(prctl(PR_SET_NAME, "renamed"));
}

BARE_PROGRAM("prctl-name")
