/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkdir - a directory is made.
 * Group: directories
 * Calls: mkdir
 * Flows: 1. task -> directory (inode_create)   2. name -> directory (named)
 */
#include "suite.h"

static void target(void)
{
	MUST(mkdir("sub", 0700));
}

BARE_PROGRAM("mkdir")
