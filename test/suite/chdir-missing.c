/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chdir-missing - there is no such directory.
 * Group: directories
 * Calls: chdir
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, chdir("sub"));
}

BARE_PROGRAM("chdir-missing")
