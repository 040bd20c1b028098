/* SPDX-License-Identifier: Apache-2.0 */
/*
 * umount-refused - a directory where nothing is mounted.
 * Group: system
 * Calls: umount2
 * Flows: none. The walk along the path was recorded when the directory was made.
 */
#include "suite.h"

#include <sys/mount.h>

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	REFUSED(EINVAL, umount("sub"));
}

PROGRAM("umount-refused")
