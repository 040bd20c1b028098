/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mknod-block - a block device gets a name.
 * Group: directories
 * Calls: mknod
 * Flows: 1. task -> directory (inode_create)   2. task -> device (inode_create)
 *        3. name -> inode (named)
 */
#include "suite.h"

#include <sys/sysmacros.h>

static void target(void)
{
	if (mknod("disk", S_IFBLK | 0600, makedev(7, 0)) < 0)
		skip("devices must not be made here");
}

BARE_PROGRAM("mknod-block")
