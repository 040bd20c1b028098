/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setgroups - supplementary groups are set.
 * Group: identity
 * Calls: setgroups
 * Flows: 1. task -> new memory (clone_mem)
 */
#include "suite.h"

#include <grp.h>

static void target(void)
{
	gid_t groups[] = {1000};

	MUST(setgroups(1, groups));
}

BARE_PROGRAM("setgroups")
