/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setgroups-denied - a user wants supplementary groups.
 * Group: identity
 * Calls: setgroups
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <grp.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, setgroups(0, NULL));
}

PROGRAM("setgroups-denied")
