/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-excl - a new file that must not be there.
 * Group: open flags
 * Calls: open
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 *        3. name -> file (named)
 */
#include "suite.h"

static void target(void)
{
	MUST(open(TEST, O_CREAT | O_EXCL | O_RDWR, 0600));
}

BARE_PROGRAM("open-excl")
