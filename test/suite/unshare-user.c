/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unshare-user - a user namespace of its own.
 * Group: identity
 * Calls: unshare
 * Flows: 1. task -> new memory (clone_mem)
 */
#include "suite.h"

#include <sched.h>

static void target(void)
{
	if (unshare(CLONE_NEWUSER) < 0)
		skip("no user namespaces");
}

BARE_PROGRAM("unshare-user")
