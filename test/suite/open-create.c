/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-create - a new file, whether it is there or not.
 * Group: open flags
 * Calls: open
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 */
#include "suite.h"

static void target(void)
{
	MUST(open(TEST, O_CREAT | O_RDWR, 0600));
}

BARE_PROGRAM("open-create")
