/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pivot-root - the root file system is exchanged.
 * Group: system
 * Calls: pivot_root
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
	MUST(mount("suite", "sub", "tmpfs", 0, NULL));
}

static void target(void)
{
	if (syscall(SYS_pivot_root, "sub", "sub") < 0 && errno != EINVAL)
		broken("pivot_root");
}

PROGRAM("pivot-root")
