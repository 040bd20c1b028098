/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mount-denied - a user mounts a file system.
 * Group: system
 * Calls: mount
 * Flows: 1. task -> directory (mount)
 *        The hook is called before the rights are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/mount.h>

static void prepare(void)
{
	MUST(mkdir("sub", 0755));
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, mount("suite", "sub", "tmpfs", 0, NULL));
}

PROGRAM("mount-denied")
