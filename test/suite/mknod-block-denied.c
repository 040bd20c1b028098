/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mknod-block-denied - a user wants a block device to have a name.
 * Group: directories
 * Calls: mknod
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(chmod(".", 0777));
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, mknod("disk", S_IFBLK | 0600, 0x700));
}

PROGRAM("mknod-block-denied")
