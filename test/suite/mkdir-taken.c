/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkdir-taken - a name that is taken.
 * Group: directories
 * Calls: mkdir
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EEXIST, mkdir(TEST, 0700));
}

PROGRAM("mkdir-taken")
