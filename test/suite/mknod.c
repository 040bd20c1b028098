/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mknod - a regular file is made without opening it.
 * Group: ProvMark: Mknod
 * Calls: mknod
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 *        3. name -> file (named)
 */
#include "suite.h"

static void target(void)
{
	MUST(mknod(TEST, S_IFREG | 0600, 0));
}

BARE_PROGRAM("mknod")
