/* SPDX-License-Identifier: Apache-2.0 */
/*
 * symlink-taken - a link whose name is taken.
 * Group: directories
 * Calls: symlink
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EEXIST, symlink("other", TEST));
}

PROGRAM("symlink-taken")
