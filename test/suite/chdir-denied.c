/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chdir-denied - a directory of another user.
 * Group: directories
 * Calls: chdir
 * Flows: none. The walk along the path was recorded when the directory was made.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, chdir("sub"));
}

PROGRAM("chdir-denied")
