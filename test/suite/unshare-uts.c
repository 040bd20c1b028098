/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unshare-uts - a uts namespace of its own.
 * Group: identity
 * Calls: unshare
 * Gap: no flow: the number of the namespace stands on the next version of the task.
 */
#include "suite.h"

#include <sched.h>

static void target(void)
{
	if (unshare(CLONE_NEWUTS) < 0)
		skip("no uts namespaces");
}

BARE_PROGRAM("unshare-uts")
