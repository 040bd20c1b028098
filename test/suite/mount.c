/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mount - a file system is mounted.
 * Group: system
 * Calls: mount
 * Flows: 1. task -> directory (mount)
 */
#include "suite.h"

#include <sched.h>
#include <sys/mount.h>

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		skip("no mount namespaces");
}

static void target(void)
{
	MUST(mount("suite", "sub", "tmpfs", 0, NULL));
}

PROGRAM("mount")
