/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chdir - the working directory changes.
 * Group: directories
 * Calls: chdir
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	MUST(chdir("sub"));
}

PROGRAM("chdir")
