/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unshare-denied - a user wants a namespace of each kind but users'.
 * Group: identity
 * Calls: unshare
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sched.h>

static const int kinds[] = {CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWNS,
			    CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWCGROUP};

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (unshare(kinds[i]) == 0 || (errno != EPERM && errno != EINVAL))
			broken("unshare");
}

PROGRAM("unshare-denied")
