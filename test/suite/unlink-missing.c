/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlink-missing - there is no such name.
 * Group: directories
 * Calls: unlink
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, unlink(TEST));
}

BARE_PROGRAM("unlink-missing")
