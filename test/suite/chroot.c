/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chroot - the root directory changes.
 * Group: directories
 * Calls: chroot
 * Flows: 1. directory -> task (perm_check)   2. task -> directory (mount)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	MUST(chroot("sub"));
}

PROGRAM("chroot")
