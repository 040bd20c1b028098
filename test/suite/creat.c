/* SPDX-License-Identifier: Apache-2.0 */
/*
 * creat - a new file is made.
 * Group: ProvMark: Creat
 * Calls: creat
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 *        3. name -> file (named)
 */
#include "suite.h"

static void target(void)
{
	MUST(creat(TEST, 0600));
}

BARE_PROGRAM("creat")
