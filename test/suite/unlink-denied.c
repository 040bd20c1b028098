/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlink-denied - a name in a directory of another user.
 * Group: directories
 * Calls: unlink
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, unlink(TEST));
}

PROGRAM("unlink-denied")
