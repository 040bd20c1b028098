/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mknod-taken - a regular file whose name is taken.
 * Group: directories
 * Calls: mknod
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EEXIST, mknod(TEST, S_IFREG | 0600, 0));
}

PROGRAM("mknod-taken")
